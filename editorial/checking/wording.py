"""What should not be said so: words of the 词库, promises a place may not make, machine-written text undeclared."""

import re
from bisect import bisect_right
from collections import defaultdict

from editorial.models import Grade, Word

from .findings import Finding, around, spot
from .lexicon import is_whole, lexicon

CODES = {
    Word.Kind.CONFUSED: ("word-confused", "易错的写法"),
    Word.Kind.SENSITIVE: ("word-sensitive", "敏感的说法"),
    Word.Kind.FORBIDDEN: ("word-forbidden", "不宜用的说法"),
    Word.Kind.PROMISE: ("promise", "承诺税收返还、财政奖补一类优惠"),
}


def words(draft):
    """Every word of the list that is meant as it stands there, and promises in other words."""
    places, at = [], 0
    for block in draft.blocks:
        places.append(at)
        at += len(block.text) + 1
    promised = defaultdict(list)
    for hit in lexicon().hits(draft.text):
        block = draft.blocks[number := bisect_right(places, hit.start) - 1]
        start, end = hit.start - places[number], hit.end - places[number]
        if hit.word.kind == Word.Kind.PROMISE:
            promised[number].append((start, end, hit.word.grade, hit.word.explanation))
        elif hit.word.kind != Word.Kind.CONFUSED or is_whole(block.text, start, end):
            yield _of_word(block, start, end, hit.word)
    for number, block in enumerate(draft.blocks):
        yield from promises(draft, block, promised[number])


def _of_word(block, start, end, word):
    code, title = CODES[word.kind]
    better = word.suggestion
    return spot(
        block,
        start,
        end,
        code=code,
        grade=word.grade,
        title=title,
        explanation=word.explanation or f"“{word.text}”在词库里列为“{word.get_kind_display()}”。",
        suggestion=f"改为“{better}”。" if better else "换一种说法，或者删去。",
        replacement=better or None,
    )


# --- Promises

RULE = (
    "《公平竞争审查条例》（国务院令第783号，2024年8月1日起施行）第十条：没有法律、行政法规依据或者未经国务院批准，"
    "不得给予特定经营者税收优惠，或者选择性、差异化的财政奖励、补贴和要素优惠。"
)
# 增值税地方留成部分按 50% 返还: the words of a promise with a figure between them.
RETURNED = re.compile(
    r"(?:增值税|所得税|个税|税收|税款|纳税额|地方留成)(?:[^，。；！？\n《》]{0,16}?)(?:返还|返给|返奖)"
    r"|(?:土地|出让|地价)款?金?[^，。；！？\n《》]{0,10}?返还"
)
DENIED_BEFORE = re.compile(
    "不得|严禁|禁止|不予|不再|不准|不许|不允许|不能|不会|不搞|不以|不靠|不拼|不给|不含|不提供|不承诺|没有|未|无须|杜绝|清理|取消"
    "|废止|叫停|停止|清退|整治|查处|纠正|规范|防止|避免|遏制|摒弃|破除|打破|告别|绝不|决不|切勿|警惕|谨防|违规|违法|变相|涉嫌|取缔|审查"
)
DENIED_AFTER = re.compile(
    "违规|违法|违反|不合规|不得|严禁|禁止|不予|一律不|(?:予以|已经?|被|全部|全面)(?:清理|取消|纠正|废止|叫停|停止)|内卷"
    "|(?:等|的)(?:行为|做法|方式招商|老路|恶性竞争)"
)
CLAUSE_ENDS, SENTENCE_ENDS, LOOKED_AHEAD = "，。；！？：\n", "。；！？\n", 40


def promises(draft, block, listed):
    """`listed` are words of the list (start, end, grade, explanation); a run of text is spoken of once."""
    runs = [(*match.span(), Grade.ERROR, "") for match in RETURNED.finditer(block.text)]
    runs = [run for run in runs if all(run[1] <= start or end <= run[0] for start, end, *_ in listed)]
    for start, end, grade, explanation in sorted(listed + runs):
        if not is_quoted(block.text, start) and not is_denied(block.text, start, end):
            yield _promise(draft, block, start, end, grade, explanation)


def is_denied(text, start, end):
    """不得以税收返还…, 清理税收返还…, 税收返还等做法: not promised but forbidden or told of."""
    clause = text[max(text.rfind(mark, 0, start) for mark in CLAUSE_ENDS) + 1 : start]
    rest = re.split(f"[{SENTENCE_ENDS}]", text[end : end + LOOKED_AHEAD])[0]
    return bool(DENIED_BEFORE.search(clause) or DENIED_AFTER.search(rest))


def is_quoted(text, start):
    """Within 《》: another document's title."""
    return text.rfind("《", 0, start) > text.rfind("》", 0, start)


def _promise(draft, block, start, end, grade, explanation):
    """A policy document says what its issuer decided: there it is a matter for the reviewer, not for the editor."""
    return spot(
        block,
        start,
        end,
        code="promise",
        grade=Grade.ADVICE if draft.is_policy else grade,
        title=CODES[Word.Kind.PROMISE][1],
        explanation=explanation or RULE,
        suggestion="删去；确有法律、行政法规依据或国务院批准的，写明依据，不写具体比例的许诺。",
    )


# --- Written by a machine

MACHINE = "AI|ＡＩ|人工智能|大模型|ChatGPT|DeepSeek|豆包|文心一言|通义千问|Kimi|元宝"
WRITTEN = "生成|撰写|写作|创作|写成|起草|代写"
SAYS_SO = re.compile(
    rf"(?:本文|本稿|全文|文稿|稿件|以上内容|以下内容|文章|图文)[^，。；！？\n]{{0,8}}(?:由|系|为|经|使用|借助|利用)\s?"
    rf"(?:{MACHINE})[^，。；！？\n]{{0,8}}(?:{WRITTEN})"
    rf"|[（(【\[]\s?(?:内容|图文|文字|文章|本文|图片)?\s?(?:由|系)?\s?(?:{MACHINE})\s?(?:辅助|工具)?\s?(?:{WRITTEN})[^（）()【】\[\]]{{0,6}}[）)】\]]"
    rf"|(?:作为|我是)一?个?(?:{MACHINE})(?:语言模型|助手|模型)",
    re.IGNORECASE,
)


def undeclared_machine(draft):
    """What is declared the page itself says; here the text says what the declaration doesn't."""
    if draft.content.get("ai_declaration") != "none":
        return
    for block in draft.blocks:
        for match in SAYS_SO.finditer(block.text):
            yield Finding(
                code="machine",
                grade=Grade.ERROR,
                field=block.field,
                title="写明是 AI 写的，却没有声明",
                explanation="《人工智能生成合成内容标识办法》（2025年9月1日起施行）要求标明；现在“AI 声明”填的是“未使用 AI”。",
                suggestion="把“AI 声明”改为“AI 生成”或“AI 辅助撰写”；确实没有用的，删去这句话。",
                passage=around(block.text, *match.span()),
                found=match[0],
            )
