//! Words of the settings.

use super::texts;

texts! {
    HINT: "安装、对照组与触达频率。", "Installation, holdout and how often people are contacted.";
    INSTALL: "安装", "Install";
    INSTALL_HINT: "把这一行放进商城每个页面的 <head>。", "Put this line into the <head> of every page of your shop.";
    SNIPPET: "脚本标签", "Script tag";
    CONSENT_NOTE: "默认在访客同意之前不存储、不发送任何内容。", "By default nothing is stored or sent before the visitor agrees.";
    KEYS: "接口与密钥", "API and keys";
    WRITE_KEY: "公开写入密钥", "Public write key";
    WRITE_KEY_HINT: "只能发送事件，可以放在网页里。", "Can only send events. It may be in a page.";
    SERVER: "从服务器发送事件", "Send events from a server";
    SERVER_HINT: "与 Segment 的 HTTP 接口兼容。", "Compatible with Segment's HTTP API.";
    AUTOMATION: "自动化", "Automation";
    AUTOMATION_HINT: "用启动服务时的管理令牌调用本后台的全部接口；令牌不在这里显示。", "Everything here can be called with the admin token that the server was started with. It is not shown here.";
    ORIGINS: "允许的来源", "Allowed origins";
    ORIGINS_HINT: "每行一个，例如 https://shop.example；* 表示任何来源，仅用于试用。", "One a line, such as https://shop.example. A * allows any, for a first try only.";
    ORIGINS_ANY: "现在允许任何来源。上线前请改成自己的域名。", "Any origin is allowed now. Name your own before going live.";
    HOLDOUT: "全局对照组", "Global holdout";
    HOLDOUT_HINT: "这部分人不接收营销，用来衡量引擎的真实贡献。", "These people get no marketing, so that the engine's worth can be measured.";
    SHARE: "占比", "Share";
    SEED: "种子", "Seed";
    SEED_HINT: "改动后会重新抽取对照组。", "Changing it draws the people anew.";
    SEED_WARN: "重新抽取会让现有对照的数字失去可比性。", "People drawn anew cannot be compared with those before.";
    FREQUENCY: "触达频率", "Frequency";
    FREQUENCY_HINT: "对每个人的承诺：任意一段时间内最多几次。", "A promise to each person: at most so many times in any period.";
    FREQUENCY_EMPTY: "没有频率限制。建议至少设一条。", "There is no cap. One is advisable.";
    FREQUENCY_CLASS: "性质", "Kind";
    FREQUENCY_MAX: "最多次数", "At most";
    FREQUENCY_WINDOW: "任意", "In any";
    FREQUENCY_ADD: "添加频率限制", "Add a cap";
    FREQUENCY_REMOVE: "移除这条限制", "Remove this cap";
    ABANDONED: "购物车搁置多久算放弃（分钟）", "A cart is abandoned after (minutes)";
    HIGH_VALUE: "高价值门槛", "High value from";
    HIGH_VALUE_HINT: "累计消费达到它，或看的商品价格达到它。", "Spent so much, or looks at something of that price.";
    WORKSPACE: "工作区", "Workspace";
    SHOP_NAME: "商城名称", "Shop name";
    COLOUR: "窗口主色", "Widget colour";
    FAULT_SHARE: "请输入 0 到 100。", "Enter 0 to 100.";
    FAULT_SEED: "种子不能为空。", "The seed cannot be empty.";
    FAULT_TOUCHES: "请输入 1 到 128。", "Enter 1 to 128.";
    FAULT_WINDOW: "请输入 1 分钟到 90 天。", "Enter 1 minute to 90 days.";
    FAULT_NAME: "请输入商城名称。", "Enter the shop's name.";
    FAULT_MINUTES: "请输入大于零的整数。", "Enter a whole number of more than zero.";
    FAULT_MONEY: "请输入不小于零的金额。", "Enter an amount of zero or more.";
    FAULT_COLOUR: "请输入 #rrggbb 形式的颜色。", "Enter a colour such as #2f5bea.";
}
