"""Promises kept later: what is to be sent is written down with the content it is about, in one transaction, and sent
by a worker that tries again until it arrives or says why it can't.

    promise("inquiry-mail", {"inquiry": 12}, key="inquiry-12")      where the content is saved

    @delivers("inquiry-mail", "咨询邮件")                            in a module that AppConfig.ready imports
    def mail_inquiry(payload): …                                    may raise Later, Failed or Refused; twice must do no harm

    @every(minutes=60)
    def prune_autosaves(): …
"""
