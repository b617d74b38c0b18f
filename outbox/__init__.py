"""Promises kept later: what is to be sent is written down with the content it is about, in one transaction, and sent
by a worker that tries again until it arrives or says why it can't.

    promise("baidu-push", {"pages": pages})         where the content is saved

    @delivers("baidu-push", "百度推送")              in a module that AppConfig.ready imports
    def push_to_baidu(payload): …                   may raise Later, Failed or Refused; twice must do no harm

    @every(minutes=60)
    def prune_autosaves(): …
"""
