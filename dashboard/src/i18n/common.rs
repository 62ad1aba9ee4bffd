//! Words that every page uses.

use super::texts;

texts! {
    BRAND: "Proffer", "Proffer";
    NAV: "主导航", "Main navigation";
    NAV_OVERVIEW: "概览", "Overview";
    NAV_INBOX: "对话", "Inbox";
    NAV_VISITORS: "访客", "Visitors";
    NAV_RULES: "规则", "Rules";
    NAV_OFFERS: "优惠", "Offers";
    NAV_PRODUCTS: "商品", "Products";
    NAV_SEGMENTS: "人群", "Segments";
    NAV_EXPERIMENTS: "实验", "Experiments";
    NAV_KNOWLEDGE: "知识", "Knowledge";
    NAV_MODEL: "模型", "Model";
    NAV_MORE: "更多", "More";
    NAV_SETTINGS: "设置", "Settings";
    SKIP: "跳到内容", "Skip to content";
    LANGUAGE_OTHER: "English", "中文";
    LANGUAGE: "语言", "Language";
    THEME: "外观", "Appearance";
    THEME_AUTO: "跟随系统", "System";
    THEME_LIGHT: "浅色", "Light";
    THEME_DARK: "深色", "Dark";
    SIGN_OUT: "退出登录", "Sign out";
    ACCOUNT: "账号与外观", "Account and appearance";
    HELP: "快捷键", "Keyboard shortcuts";
    HELP_SEARCH: "搜索", "Search";
    HELP_DOWN: "列表中下一项", "Next in the list";
    HELP_UP: "列表中上一项", "Previous in the list";
    HELP_OPEN: "打开选中项", "Open what is selected";
    HELP_ANSWER: "回复打开的对话", "Answer the open conversation";
    HELP_CLOSE: "关闭面板", "Close a panel";
    HELP_HELP: "显示此帮助", "Show this help";

    LOADING: "正在加载", "Loading";
    RETRY: "重试", "Try again";
    CLOSE: "关闭", "Close";
    CANCEL: "取消", "Cancel";
    DELETE: "删除", "Delete";
    UNDO: "撤销", "Undo";
    SAVE: "保存并发布", "Save and publish";
    SAVING: "正在发布…", "Publishing…";
    COPY: "复制", "Copy";
    COPIED: "已复制", "Copied";
    NO_MATCHES: "没有符合的结果", "Nothing matches";
    CLEAR_SEARCH: "清除搜索", "Clear the search";
    SHOW_TABLE: "查看表格", "Show as table";
    SHOW_CHART: "查看图表", "Show as chart";
    DETAILS: "技术细节", "Technical details";
    DAY: "日期", "Day";
    UNSAVED: "有未发布的修改", "There are unpublished changes";
    PUBLISHED: "已发布，配置 {hash}", "Published as config {hash}";
    CONFIG_NOW: "当前配置 {hash}", "Current config {hash}";
    UNIT_MINUTES: "分钟", "minutes";
    UNIT_HOURS: "小时", "hours";
    UNIT_DAYS: "天", "days";
    UNIT: "单位", "Unit";
    IN_CHINESE: "中文", "Chinese";
    IN_ENGLISH: "英文", "English";

    NOT_FOUND: "没有这个页面", "There is no such page";
    NOT_FOUND_HINT: "链接可能已过期。", "The link may be out of date.";
    TO_OVERVIEW: "前往概览", "Go to the overview";

    FAILED_OFFLINE: "连不上服务器，请检查网络。", "The server cannot be reached. Check the connection.";
    FAILED_SIGNED_OUT: "登录已失效，请重新登录。", "You are signed out. Sign in again.";
    FAILED_NOT_FOUND: "这里没有找到内容。", "There is nothing here.";
    FAILED_TOO_OFTEN: "操作太频繁，请稍后再试。", "Too many attempts. Try again in a moment.";
    FAILED_REFUSED: "服务器没有接受。", "The server did not accept this.";
    FAILED_SERVER: "服务器出错了，请稍后再试。", "The server had a problem. Try again in a moment.";
    FAILED_UNREADABLE: "看不懂服务器的回答。", "The server's answer could not be read.";
    STALE: "显示的是之前的内容。", "What you see is from before.";
}
