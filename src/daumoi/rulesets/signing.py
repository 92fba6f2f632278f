"""How a paper is signed: which formula stands above the position, and what is wrong with one (rules 9 to 12). Pure."""

from __future__ import annotations

import re

from daumoi.rulesets.nouns import COMMITTEES, CONGRESS_ORGANS, Fault, Formula, FormulaRow, organ_name
from daumoi.rulesets.rules import RuleSet

HEADS = frozenset({"head", "acting"})


def formula_row(rules: RuleSet, body_kind: str, organ: str) -> FormulaRow | None:
    """How the organ signs. The organs of every congress sign as those of the provincial one."""
    if organ == "self" and body_kind in COMMITTEES:
        organ = "committee"
    found = rules.formulas.get(f"{body_kind}.{organ}")
    if found is None and body_kind in COMMITTEES and (organ in CONGRESS_ORGANS or organ == "steering"):
        found = rules.formulas.get(f"province.{organ}")
    return found


def formula_for(
    rules: RuleSet, body_kind: str, organ: str, rank: str, *, by_order: bool = False, own_name: str = ""
) -> Formula:
    """The formula under which somebody of this rank signs for the organ.

    `rank` is head, deputy, acting or staff; `by_order` says that the person signs by order (thừa lệnh) of the organ
    under a delegation. `own_name` replaces the name in the line: «THÀNH UỶ».
    """
    row, words = formula_row(rules, body_kind, organ), rules.words
    section = rules.sections.get("formulas")
    source = rules.cite(section.sources) if section else ""
    issuer = organ_name(body_kind, organ)
    if row is None:
        return Formula(
            "",
            "",
            "",
            False,
            f"Bộ quy định chưa ghi thể thức đề ký của {issuer[:1].lower()}{issuer[1:]}; cần xem lại.",
            source,
        )
    verified = row.verified and not rules.stretched
    name = own_name.upper() or row.name

    def formula(word: str, after: str, position: str, why: str, needs_delegation: bool = False) -> Formula:
        return Formula(
            word, f"{word} {after}".strip() if word else "", position, needs_delegation, why, source, verified
        )

    if by_order:
        after = name if row.collective else row.head
        return formula(words.by_order, after, "", f"Ký thừa lệnh «{after}», cần văn bản giao còn hiệu lực.", True)
    if row.collective:
        position = row.deputy if rank == "deputy" else row.head
        why = f"{issuer} làm việc tập thể: ai ký cũng ghi «{words.acting_for}»."
        made = formula(words.acting_for, name, position, why)
        if rank == "deputy" and row.deputy_for_head:
            return formula(
                words.acting_for, f"{name}\n{words.deputy} {row.head}", row.deputy, f"{why} Cấp phó ký thay cấp trưởng."
            )
        return made
    if rank == "deputy":
        return formula(words.deputy, row.head, row.deputy, f"Cấp phó ký thay cấp trưởng, ghi «{words.deputy}».")
    if rank == "acting":
        return Formula(
            words.acting_head,
            "",
            f"{words.acting_head} {row.head}",
            False,
            "Quyền cấp trưởng ký trực tiếp.",
            source,
            verified,
        )
    return Formula("", "", row.head, False, f"Cấp trưởng của {issuer} ký trực tiếp.", source, verified)


def check_formula(
    rules: RuleSet, *, line: str, body_kind: str, organ: str, rank: str, delegated: bool = False
) -> list[Fault]:
    """What is wrong with the line above the position, given who signs and whether a delegation covers it that day.

    `line` is as printed («T/M BAN THƯỜNG VỤ»; empty when nothing stands there). `delegated` says that a delegation in
    force on the day of signing covers the type.
    """
    words, row = rules.words, formula_row(rules, body_kind, organ)
    faults = list(check_words(rules, line))
    if faults or row is None:
        return faults
    word, verified = used_word(rules, line), row.verified and not rules.stretched
    issuer = organ_name(body_kind, organ)

    if word == words.by_order or (words.by_mandate and word == words.by_mandate):
        if not delegated:
            faults.append(
                Fault(
                    "no_delegation",
                    f"Ký «{word}» cần văn bản giao ký còn hiệu lực vào ngày ký cho loại văn bản này.",
                    verified,
                )
            )
        return faults
    if rank == "staff":
        return [Fault("not_a_signer", f"Người này không có chức vụ được ký văn bản của {issuer}.", verified)]
    if row.collective:
        if _second_word(rules, line) and not row.deputy_for_head:
            word = words.deputy
        if word == words.deputy:
            faults.append(
                Fault(
                    "deputy_in_collective",
                    f"{issuer} làm việc tập thể nên không ký «{words.deputy}»; ghi «{words.acting_for} {row.name}»"
                    + (f", chức vụ «{row.deputy}»." if row.deputy else "."),
                    verified,
                )
            )
        elif word != words.acting_for:
            faults.append(
                Fault(
                    "no_acting_for", f"{issuer} làm việc tập thể: phải ghi «{words.acting_for} {row.name}».", verified
                )
            )
        return faults
    if word == words.acting_for:
        faults.append(
            Fault("not_collective", f"{issuer} không ký «{words.acting_for}»; cấp trưởng ký trực tiếp.", verified)
        )
    elif rank == "deputy" and word != words.deputy:
        faults.append(Fault("no_deputy", f"Cấp phó phải ký «{words.deputy} {row.head}».", verified))
    elif rank in HEADS and word == words.deputy:
        faults.append(Fault("head_as_deputy", f"Cấp trưởng ký trực tiếp, không ghi «{words.deputy}».", verified))
    return faults


def used_word(rules: RuleSet, line: str) -> str:
    """The formula a line begins with, empty when it begins with none."""
    words = rules.words
    for word in (words.acting_for, words.deputy, words.by_order, words.by_mandate, words.acting_head):
        if word and _begins(line, word):
            return word
    return ""


def check_words(rules: RuleSet, line: str) -> list[Fault]:
    """The formula must be written as in its own system: T/M in a Party paper, TM. in a State one (rule 9)."""
    for foreign in rules.words.foreign:
        if any(_begins(part, foreign) for part in line.splitlines()):
            ours = {"TM": rules.words.acting_for, "KT": rules.words.deputy, "TL": rules.words.by_order}.get(
                _letters(foreign), ""
            )
            advice = f"ghi {ours}" if ours else "không dùng"
            whose = "Nhà nước" if rules.system == "party" else "Đảng"
            return [Fault("foreign_formula", f"«{foreign}» là cách ghi của văn bản {whose}; {advice}.")]
    return []


def check_symbol(rules: RuleSet, symbol: str) -> list[Fault]:
    """An abbreviation of the other system in the symbol: «QyĐ» in a Party paper (rule 9)."""
    return [
        Fault(
            "foreign_abbreviation",
            f"«{foreign}» là chữ viết tắt của văn bản Nhà nước, không dùng trong văn bản của Đảng.",
        )
        for foreign in rules.numbering.foreign_abbreviations
        if re.search(rf"(?<![^\W\d_]){re.escape(foreign)}(?![^\W\d_])", symbol)
    ]


def _begins(line: str, word: str) -> bool:
    return re.match(rf"\s*{re.escape(word)}(?=\s|$)", line, re.IGNORECASE) is not None


def _second_word(rules: RuleSet, line: str) -> bool:
    return any(_begins(part, rules.words.deputy) for part in line.splitlines()[1:])


def _letters(word: str) -> str:
    return re.sub(r"\W", "", word).upper()
