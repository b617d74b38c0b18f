"""What cannot be true of a policy's end, said at the field in the words of who typed it."""


def of_the_end(policy):
    """(field, sentence) of all that is wrong with its repeal and what replaces it."""
    day, successor = policy.repealed_on, policy.superseded_by
    for name, word in [("valid_from", "施行"), ("issued_on", "成文")]:
        first = getattr(policy, name)
        if day and first and day < first:
            yield "repealed_on", f"废止日期不能早于{word}日期（{first:%Y-%m-%d}）。"
            break
    if successor is None:
        return
    if policy.pk and policy.pk == successor.pk:
        yield "superseded_by", "替代文件不能是本文件自己。"
        return
    ends_on = day or policy.valid_until
    if ends_on is None:
        yield "repealed_on", "选了替代文件，请写明本文件的废止日期或有效期。"
    elif successor.repealed_on and successor.repealed_on <= ends_on:
        yield (
            "superseded_by",
            f"《{successor}》已于 {successor.repealed_on:%Y-%m-%d} 废止，请改选现行的文件。",
        )
    elif successor.valid_until and successor.valid_until < ends_on:
        yield (
            "superseded_by",
            f"《{successor}》有效期只到 {successor.valid_until:%Y-%m-%d}，请改选现行的文件。",
        )
    if policy.pk and leads_back(successor, policy.pk):
        yield "superseded_by", f"《{successor}》本身（或它的替代文件）由本文件替代，不能互相替代。"


def leads_back(policy, key):
    """Whether what replaces `policy`, step by step, comes to the policy `key`; a circle elsewhere ends the walk."""
    seen = set()
    while policy and policy.pk not in seen:
        if policy.superseded_by_id == key:
            return True
        seen.add(policy.pk)
        policy = policy.superseded_by
    return False
