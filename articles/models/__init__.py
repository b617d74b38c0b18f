from .articles import Article
from .channels import Channel
from .citations import Citation
from .placements import Placement
from .policies import PolicyAttachment, PolicyDocument

__all__ = ["Article", "Channel", "Citation", "Placement", "PolicyAttachment", "PolicyDocument"]
