"""Rules of the field as dated data: types of papers, who may issue and sign them, numbers, form, marks, terms.

A rule set is chosen by the date of the paper, so an old paper is judged by the rules of its day. Every part says where
it comes from and whether the text itself was read; what was not is shown as "chưa xác minh".
"""
