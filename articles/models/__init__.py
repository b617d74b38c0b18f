from .articles import Article
from .channels import Channel
from .policies import PolicyAttachment, PolicyDocument

__all__ = ["Article", "Channel", "PolicyAttachment", "PolicyDocument"]
