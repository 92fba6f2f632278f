// What went wrong with a passkey, said in the page instead of the console.
"use strict";
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const { exception } = event.detail, said = document.getElementById("passkey-said");
  const words = {
    NotAllowedError: "Chưa dùng được khoá: đã huỷ hoặc quá thời gian chờ. Đồng chí bấm lại để thử lần nữa.",
    InvalidStateError: "Khoá này đã được thêm rồi.",
    NotSupportedError: "Thiết bị này không dùng được loại khoá đó.",
    SecurityError: "Khoá truy cập chỉ dùng được khi mở trang bằng tên máy và kết nối an toàn (https).",
  };
  if (!said) return;
  said.textContent = (window.PublicKeyCredential && words[exception?.name]) || "Chưa dùng được khoá truy cập. Đồng chí thử lại, hoặc đăng nhập bằng mật khẩu.";
  said.hidden = false;
});
