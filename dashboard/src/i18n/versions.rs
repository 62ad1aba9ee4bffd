//! Words of what was published, and of the way back.

use super::texts;

texts! {
    TITLE: "版本历史", "Versions";
    HINT: "每次发布都是一个版本：谁、什么时候、改了什么；都能退回。", "Everything that was published: who did what, and when. There is a way back to each.";
    EMPTY: "还没有版本", "No versions yet";
    EMPTY_HINT: "发布第一条规则之后，这里就有记录。", "They begin with the first rule that is published.";
    NUMBER: "版本 {n}", "Version {n}";
    CURRENT: "生效中", "In force";
    BY_YOU: "你", "you";
    BY_SETUP: "初始设置", "set-up";
    BY_AUTOMATION: "自动化", "automation";
    CHOOSE: "选一个版本，看它改了什么", "Choose a version to see what it changed";
    CHOOSE_HINT: "左边按时间排列，最新的在最上面。", "The list has the newest first.";
    COMPARE: "对比", "Compare";
    WITH_BEFORE: "它改了什么", "What it changed";
    WITH_NOW: "退回会改什么", "What going back changes";
    FIRST: "这是第一个版本，之前没有可比的。", "This is the first version: there is nothing before it.";
    SAME: "两边一样，没有差别。", "Both are the same.";
    ADDED: "新增", "Added";
    REMOVED: "移除", "Removed";
    CHANGED: "修改", "Changed";
    BEFORE: "之前", "Before";
    AFTER: "之后", "After";
    RESTORE: "退回到这个版本", "Go back to this version";
    RESTORE_TITLE: "退回到版本 {n}？", "Go back to version {n}?";
    RESTORE_SAYS: "{moment} 的配置会重新生效，作为一个新版本发布；现在的配置仍在历史里。", "What was published on {moment} is in force again, as a new version. The present one stays in the list.";
    RESTORE_GO: "退回", "Go back";
    RESTORED: "已退回到版本 {n}，配置 {hash}", "Version {n} is in force again, as config {hash}";

    DID_CONFIG: "替换了整个配置", "Replaced the whole config";
    DID_SETUP: "完成了初始设置", "Set the workspace up";
    DID_PUT: "发布了{kind}「{name}」", "Published the {kind} “{name}”";
    DID_DELETE: "删除了{kind}「{name}」", "Deleted the {kind} “{name}”";
    DID_PLAYBOOKS: "改了助手的步骤", "Changed what the assistant tries";
    DID_HOLDOUT: "改了对照组", "Changed the holdout";
    DID_CATALOG: "更新了商品目录", "Updated the catalog";
    DID_RESTORE: "退回到版本 {n}", "Went back to version {n}";

    KIND_RULE: "规则", "rule";
    KIND_OFFER: "优惠", "offer";
    KIND_SEGMENT: "人群", "segment";
    KIND_EXPERIMENT: "实验", "experiment";
    KIND_PLAYBOOK: "助手步骤", "playbook";
    KIND_SETTINGS: "工作区", "workspace";
    KIND_HOLDOUT: "全局对照组", "global holdout";
    KIND_FREQUENCY: "触达频率", "frequency";
    KIND_QUIET: "免打扰时段", "quiet hours";

    FIELD_NAME: "名称", "Name";
    FIELD_ENABLED: "启用", "On";
    FIELD_PRIORITY: "优先级", "Priority";
    FIELD_TRIGGERS: "触发", "Triggers";
    FIELD_CONDITION: "条件", "Condition";
    FIELD_CLASS: "性质", "Kind";
    FIELD_ACTION: "动作", "Action";
    FIELD_EXPERIMENT: "实验分流", "Experiment";
    FIELD_COOLDOWN: "同一人间隔", "Cooldown";
    FIELD_TIMES: "每人最多次数", "Times per person";
    FIELD_STARTS: "开始时间", "Starts";
    FIELD_ENDS: "结束时间", "Ends";
    FIELD_HOURS: "时段", "Hours";
    FIELD_JUSTIFICATION: "定价理由", "Reason for the price";
    FIELD_TITLE: "标题", "Headline";
    FIELD_BODY: "说明", "Sentence";
    FIELD_BENEFIT: "优惠内容", "Benefit";
    FIELD_MIN_SPEND: "最低消费", "Minimum spend";
    FIELD_VALID: "有效期", "Valid for";
    FIELD_STOCK: "库存", "Stock";
    FIELD_WEIGHTS: "各组占比", "Shares";
    FIELD_COVERAGE: "参与的人", "People who take part";
    FIELD_STATUS: "状态", "Status";
    FIELD_SHARE: "占比", "Share";
    FIELD_SEED: "种子", "Seed";
    FIELD_ZONE: "时区", "Zone";
    FIELD_ORIGINS: "允许的来源", "Allowed origins";
    FIELD_COLOUR: "窗口主色", "Widget colour";
    FIELD_ABANDONED: "购物车放弃时间", "Cart abandoned after";
    FIELD_HIGH_VALUE: "高价值门槛", "High value from";
    FIELD_WHOLE: "整项", "All of it";
    NOTHING: "无", "none";
}
