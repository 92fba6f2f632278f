"""What can be read on a paper is suggested; what is not there is not invented. Papers written for these tests."""

import pytest

LETTER = """TỈNH UỶ AN BÌNH                    ĐẢNG CỘNG SẢN VIỆT NAM
BAN TỔ CHỨC
*                                  An Bình, ngày 05 tháng 02 năm 2026
Số 318-CV/BTCTU
V/v hoàn thiện hồ sơ rà soát, bổ sung
quy hoạch cán bộ
KHẨN

Kính gửi: Thường trực Tỉnh uỷ,
Thực hiện Kết luận số 36-KL/TU, ngày 15 tháng 10 năm 2025, đề nghị các đơn vị
gửi báo cáo về Ban Tổ chức Tỉnh uỷ trước ngày 28/02/2026.

Nơi nhận:                          K/T TRƯỞNG BAN
- Như trên,                        PHÓ TRƯỞNG BAN
- Các huyện uỷ cũ
(để biết),
- Lưu Ban Tổ chức Tỉnh uỷ.
                                   Nguyễn Thị Hoà
"""

CONCLUSION = """TỈNH UỶ AN BÌNH
Số 36 -KL/TU
An Bình, ngày 15 tháng 10 năm 2025
KẾT LUẬN
của Ban Thường vụ Tỉnh uỷ
về công tác cán bộ
-----
Tại phiên họp ngày 14 tháng 10 năm 2025, Ban Thường vụ đã nghe
"""

DECISION = """ỦY BAN NHÂN DÂN
TỈNH AN BÌNH
Số: 1205/QĐ-
UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
An Bình, ngày 03 tháng 7 năm 2025
QUYẾT ĐỊNH
VỀ VIỆC PHÊ DUYỆT KẾ HOẠCH TRỒNG RỪNG
CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH AN BÌNH
Căn cứ Luật Tổ chức chính quyền địa phương ngày 16/6/2025;
Căn cứ Luật Lâm nghiệp số 16/2017/QH14;
Theo đề nghị của Giám đốc Sở Nông nghiệp và Môi trường.
Điều 1. Phê duyệt kế hoạch trồng rừng.
Ủy ban nhân dân tỉnh An Bình giao các sở thi hành.
Nơi nhận:
- Như Điều 3;
- Lưu: VT.
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Trần Văn Lâm
"""

JOINT = """BỘ Y TẾ - BỘ NỘI VỤ -
BỘ CÔNG AN
Số: 12/HDLN-BYT-
BNV-BCA
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Nội, ngày 09 tháng 4 năm 2024
HƯỚNG DẪN LIÊN NGÀNH
Về phối hợp quản lý hồ sơ sức khoẻ
- Căn cứ Luật Khám bệnh, chữa bệnh năm 2023;
"""


def test_a_letter_of_the_party(read):
    found = read(LETTER)
    assert found.number.value == "318-CV/BTCTU"
    assert found.issued_on.value == "2026-02-05"
    assert (found.type.value, found.type.code) == ("Công văn", "cong-van")
    assert found.superior.value == "Tỉnh uỷ An Bình" or found.superior.value == "TỈNH UỶ AN BÌNH"
    assert found.issuer.value.lower() == "ban tổ chức tỉnh uỷ an bình"
    assert found.subject.value == "V/v hoàn thiện hồ sơ rà soát, bổ sung quy hoạch cán bộ"
    assert found.urgency.value == "Khẩn"
    assert found.secrecy is None
    assert found.deadline.value == "2026-02-28"
    assert found.formula.value == "K/T TRƯỞNG BAN"
    assert found.position.raw == "PHÓ TRƯỞNG BAN"
    assert found.signer.value == "Nguyễn Thị Hoà"
    assert [item.value for item in found.recipients] == [
        "Như trên",
        "Các huyện uỷ cũ (để biết)",
        "Lưu Ban Tổ chức Tỉnh uỷ",
    ]


def test_a_named_paper_of_the_party(read):
    found = read(CONCLUSION)
    assert found.number.value == "36-KL/TU"
    assert found.issued_on.value == "2025-10-15"
    assert (found.type.value, found.type.code) == ("Kết luận", "ket-luan")
    assert found.subject.value == "của Ban Thường vụ Tỉnh uỷ về công tác cán bộ"


def test_a_decision_of_the_state_whose_number_runs_over_two_lines(read):
    found = read(DECISION)
    assert found.number.value == "1205/QĐ-UBND"
    assert found.issued_on.value == "2025-07-03"
    assert (found.type.value, found.type.code) == ("Quyết định", "quyet-dinh")
    assert found.issuer.value == "Ủy ban nhân dân tỉnh An Bình"
    assert found.subject.value == "VỀ VIỆC PHÊ DUYỆT KẾ HOẠCH TRỒNG RỪNG"
    assert (found.formula.value, found.signer.value) == ("KT. CHỦ TỊCH", "Trần Văn Lâm")
    assert [basis.value for basis in found.bases] == [
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16/6/2025",
        "Căn cứ Luật Lâm nghiệp số 16/2017/QH14",
    ]


def test_a_joint_paper(read):
    found = read(JOINT)
    assert found.number.value == "12/HDLN-BYT-BNV-BCA"
    assert found.type.value == "Hướng dẫn liên ngành"
    assert found.issuer.value == "BỘ Y TẾ - BỘ NỘI VỤ - BỘ CÔNG AN"


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("Số: 1O5/QĐ-UBND", "105/QĐ-UBND"),
        ("Số l2-NQ/TU", "12-NQ/TU"),
        ("SỐ : 05 - CT/TU", "05-CT/TU"),
        ("Số:\n66.18/2026/NQ-CP", "66.18/2026/NQ-CP"),
        ("Luật số: 35/2024/QH15", "35/2024/QH15"),
        ("Số: 7/TT-ВСТ", "7/TT-BCT"),
    ],
)
def test_numbers_as_they_are_printed_and_misread(read, printed, number):
    assert read(f"{printed}\nAn Bình, ngày 05 tháng 02 năm 2026\n").number.value == number


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("An Bình, ngày O5 tháng l2 năm 2O25", "2025-12-05"),
        ("An Bình, ngay 05 thang 12 nam 2025", "2025-12-05"),
        ("An Bình, ngày\n20 tháng 11 năm 2025", "2025-11-20"),
        ("TP. Hồ Chí Minh, ngày 03 tháng 7 năm 2017", "2017-07-03"),
    ],
)
def test_days_as_they_are_printed_and_misread(read, printed, day):
    assert read(f"Số 5-CV/TU\n{printed}\nKính gửi: Tỉnh uỷ").issued_on.value == day


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Số:      /BC-UBND\nngày      tháng      năm",
        "Ngày 30 tháng 02 năm 2026",
        "Kính gửi: Ban Tổ chức\nSố 5-CV/TU\n",
    ],
)
def test_nothing_is_invented(read, words):
    found = read(words)
    assert not (found.issued_on or found.subject or found.signer)
    assert found.number is None or found.number.value == "5-CV/TU"


def test_a_letter_whose_symbol_begins_like_a_type_is_a_letter(read):
    """CT is the tax department here, not a directive: nothing in capitals names a type, and somebody is addressed."""
    assert read("CỤC THUẾ\nSố: 5528/CT-CS\nV/v tiền thuê đất\nKính gửi: Thuế tỉnh").type.value == "Công văn"


def test_the_letters_tt_mean_what_they_mean_in_their_system(read):
    assert read("Số 12-TT/TU\nAn Bình, ngày 05 tháng 02 năm 2026").type.value == "Thông tri"
    assert read("Số: 12/2024/TT-BYT\nHà Nội, ngày 05 tháng 02 năm 2024").type.value == "Thông tư"


def test_marks_of_secrecy_stand_alone(read):
    assert read("TỐI MẬT\nSố 5-KH/TU").secrecy.value == "Tối mật"
    assert read("BẢO VỆ BÍ MẬT\nSố 5-KH/TU").secrecy is None


def test_the_organ_of_the_central_committee_that_signs_is_the_issuer(read):
    found = read(
        "BAN CHẤP HÀNH TRUNG ƯƠNG\nĐẢNG CỘNG SẢN VIỆT NAM\nSố 7-NQ/TW\nHà Nội, ngày 05 tháng 3 năm 2026\n"
        "NGHỊ QUYẾT\nvề công tác văn phòng\n-----\nVăn phòng phải đổi mới.\n"
        "Nơi nhận:\n- Các tỉnh uỷ,\n- Lưu Văn phòng.\nT/M BỘ CHÍNH TRỊ\nTỔNG BÍ THƯ\nTrần Văn Bình\n"
    )
    assert found.issuer.value == "Bộ Chính trị"
    assert "trung ương" in found.superior.value.lower()


def test_a_deadline_lies_after_the_paper_and_is_asked_for(read):
    head = "Số 5-CV/TU\nAn Bình, ngày 05 tháng 12 năm 2025\nV/v báo cáo\nKính gửi: các đơn vị\n"
    assert read(f"{head}Đề nghị gửi báo cáo trước ngày 10/01 để tổng hợp.").deadline.value == "2026-01-10"
    assert read(f"{head}Đề nghị rà soát hồ sơ lập trước ngày 10/01/2020.").deadline is None
    assert read(f"{head}Nhà máy chạy trước ngày 10/01/2026 theo kế hoạch.").deadline is None


def test_a_dash_inside_a_recipient_is_kept(read):
    found = read(
        "Số 5-CV/TU\nKính gửi: các đơn vị\nNơi nhận: Tổ 12-NQ/TU,\n- Phòng Cơ yếu - Công nghệ,\n- Lưu Văn phòng.\n"
    )
    assert [item.value for item in found.recipients] == ["Tổ 12-NQ/TU", "Phòng Cơ yếu - Công nghệ", "Lưu Văn phòng"]
