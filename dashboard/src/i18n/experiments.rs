//! Words of the experiments.

use super::texts;

texts! {
    TITLE: "实验", "Experiments";
    HINT: "一部分人得到另一种做法，差别才能被证明。新实验通过接口创建，在规则里引用。", "Some people are treated differently, so that a difference can be proved. New ones are made through the API and named by a rule.";
    EMPTY: "还没有实验。", "There are no experiments yet.";
    RUNNING: "进行中", "Running";
    DRAFT: "草稿", "Draft";
    STOPPED: "已停止", "Stopped";
    START: "开始", "Start";
    STOP: "停止", "Stop";
    CONTROL: "对照", "Control";
    VARIATION: "方案 {n}", "Variation {n}";
    WEIGHTS: "各组占比", "Share of each group";
    COVERAGE: "参与的人", "People who take part";
    CHANGE_WARN: "进行中改占比会让一部分人换组，前后的结果不能放在一起比。", "Changing shares while it runs moves people between groups: results before and after cannot be compared.";
    RANGES: "这个实验用区间分组，占比在接口里改。", "This experiment is split by ranges; they are changed through the API.";
    STARTED: "“{name}”已开始", "“{name}” is running";
    ENDED: "“{name}”已停止", "“{name}” is stopped";
    FAULT_WEIGHTS: "每组 0 到 100，合计 100。", "Each from 0 to 100, 100 in all.";
    FAULT_COVERAGE: "请输入 0 到 100。", "Enter 0 to 100.";
}
