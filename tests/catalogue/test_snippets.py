"""Snippets: the right stretch, the right marks, and nothing of a text that a browser would run."""

from daumoi.catalogue.asking import ask
from daumoi.catalogue.snippets import marked, snippet


def test_words_are_marked_as_they_were_meant():
    assert marked("Quy hoạch cán bộ", ask("quy hoach")) == "<mark>Quy hoạch</mark> cán bộ"
    assert marked("Bán, bàn, bạn", ask("bàn")) == "Bán, <mark>bàn</mark>, bạn"
    assert marked("Uỷ ban và ban", ask('"uy ban"')) == "<mark>Uỷ ban</mark> và ban"
    assert marked("Số 128-KL/TU ngày 5/3", ask("128-kl/tu")) == "Số <mark>128-KL/TU</mark> ngày 5/3"
    assert marked("Kế hoạch", ask("")) == "Kế hoạch"


def test_a_text_is_escaped_whether_marked_or_not():
    text = "<script>alert(1)</script> & kế hoạch"
    assert marked(text, ask("ke hoach")) == "&lt;script&gt;alert(1)&lt;/script&gt; &amp; <mark>kế hoạch</mark>"
    assert "<script>" not in snippet(text * 30, ask("script alert"))


def test_the_stretch_with_most_words_is_shown():
    text = (
        "Kế hoạch chung. "
        + "Không liên quan gì cả. " * 60
        + "Đưa kế hoạch chuyển đổi số vào nghị quyết. "
        + "Hết. " * 60
    )
    shown = snippet(text, ask("kế hoạch chuyển đổi số"))
    assert shown.startswith("… ") and shown.endswith(" …")
    assert "<mark>kế hoạch chuyển đổi số</mark>" in shown


def test_a_long_text_is_read_near_what_was_asked():
    text = "Mở đầu trang trọng. " * 3_000 + "Bàn về sân bay lưỡng dụng. " + "Kết thúc. " * 3_000
    folded = "mo dau trang trong " * 3_000 + "ban ve san bay luong dung " + "ket thuc " * 3_000
    assert "<mark>sân bay</mark>" in snippet(text, ask("san bay"), folded=folded.strip())


def test_a_text_without_the_words_shows_its_beginning():
    assert snippet("Căn cứ Điều lệ Đảng " * 40, ask("xyz")).startswith("Căn cứ Điều lệ")
    assert snippet("", ask("xyz")) == ""
