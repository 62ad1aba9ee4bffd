//! Words of the first set-up and of signing in.

use super::texts;

texts! {
    SETUP_TITLE: "欢迎使用 Proffer", "Welcome to Proffer";
    SETUP_HINT: "创建第一位管理员，之后即可登录。", "Create the first operator. You will sign in with it from now on.";
    TOKEN: "安装令牌", "Installation token";
    TOKEN_HINT: "启动服务时打印在终端里。", "The server printed it when it started.";
    NAME: "姓名", "Name";
    EMAIL: "邮箱", "E-mail";
    PASSWORD: "密码", "Password";
    PASSWORD_HINT: "至少 12 个字符，一句话最好记。", "At least 12 characters. A sentence is easy to remember.";
    SETUP_GO: "创建并登录", "Create and sign in";
    SIGN_IN_TITLE: "登录", "Sign in";
    SIGN_IN_HINT: "使用管理员邮箱登录。", "Use your operator e-mail.";
    SIGN_IN_GO: "登录", "Sign in";
    WAITING: "请稍候…", "One moment…";
    PROMISE_TITLE: "让客服成为增长引擎", "Customer service that grows your shop";
    PROMISE_ONE: "意图在访客自己的设备上识别", "Intent is understood on the visitor's own device";
    PROMISE_TWO: "每个决策都能说清原因", "Every decision explains itself";
    PROMISE_THREE: "每个数字都有对照组", "Every number has a control";
    FAULT_TOKEN: "请输入安装令牌。", "Enter the installation token.";
    FAULT_NAME: "请输入姓名。", "Enter your name.";
    FAULT_EMAIL: "请输入有效的邮箱，例如 lin@shop.example。", "Enter an e-mail such as lin@shop.example.";
    FAULT_SHORT: "密码至少 12 个字符，现在是 {n} 个。", "The password needs 12 characters; it has {n}.";
    FAULT_LONG: "密码最多 128 个字符。", "The password may have 128 characters.";
    FAULT_NO_PASSWORD: "请输入密码。", "Enter your password.";
    REFUSED: "邮箱或密码不正确。", "The e-mail or the password is not right.";
    REFUSED_TOKEN: "安装令牌不正确。", "The installation token is not right.";
}
