//! Words of the model's page, and of labels given by people.

use super::texts;

texts! {
    HINT: "意图模型最近 12 周的表现，以及人工纠正如何让它变好。", "How the intent model did in the last 12 weeks, and how corrections make it better.";
    RELEASE: "模型版本", "Release";
    RELEASE_HINT: "谁在回答访客。", "Who reads what visitors write.";
    IN_USE: "使用中", "In use";
    BUILT_IN: "随安装附带", "came with the installation";
    ON_TRIAL: "试用中", "On trial";
    ON_TRIAL_SHARE: "{release}，{share} 的访客", "{release}, for {share} of visitors";
    NO_TRIAL: "没有试用中的版本", "No release is on trial";
    PUBLISHED_AT: "发布于", "Published";
    ROLL_BACK: "回滚", "Roll back";
    ROLL_BACK_TITLE: "回滚模型？", "Roll the model back?";
    ROLL_BACK_SAYS: "将恢复为 {release}。一分钟内对所有访客生效。", "{release} will answer again, for everybody within a minute.";
    ROLLED_BACK: "已恢复为 {release}", "{release} answers again";
    READER: "解读者", "Reader";
    KEYWORDS: "关键词表", "Keyword list";
    KEYWORDS_HINT: "模型无法运行，由关键词表识别", "The keyword list read this: no model could run";
    READ_BY: "意图识别", "Intent read by";
    BY_MODEL: "模型 {release}", "Model {release}";
    MESSAGES: "消息", "Messages";
    UNKNOWN: "没有把握", "Unsure";
    UNKNOWN_RATE: "没有把握的比例", "Unsure share";
    KEYWORD_RATE: "关键词表回答的比例", "Read by keywords";
    LOOKED_AT: "人工看过", "Looked at";
    RIGHT: "判断正确", "Right";
    CONFIDENCE: "置信度分布", "Confidence";
    CONFIDENCE_HINT: "消息按置信度分十档；深色是人工确认正确的部分。", "Messages by confidence, in ten steps. The dark part is what people found right.";
    STEP: "置信度", "Confidence";
    DRIFT: "每周标签漂移", "Drift of labels by week";
    DRIFT_HINT: "与之前各周相比的群体稳定性指数：0.1 以下稳定，0.25 以上说明来问的人变了。", "Population stability index against the weeks before: below 0.1 nothing happened, from 0.25 other people write.";
    WEEK: "周（周一）", "Week of";
    INDEX: "指数", "Index";
    TOO_FEW: "少于 {n} 条", "fewer than {n} messages";
    STEADY: "稳定", "steady";
    SHIFTING: "在变化", "shifting";
    SHIFTED: "已变化", "shifted";
    CONFUSION: "混淆矩阵", "Confusion matrix";
    CONFUSION_HINT: "行是模型的判断，列是人工的标签；框出的是判断正确的。", "Rows are what the model said, columns what people say. Framed cells are right.";
    CONFUSION_EMPTY: "还没有人工标签。在下方队列或访客的对话里纠正一条，就会出现在这里。", "No labels by people yet. Correct one in the queue below or in a visitor's conversation and it appears here.";
    SAID: "模型的判断", "Model said";
    QUEUE: "最值得标注", "Most worth labelling";
    QUEUE_HINT: "模型最没有把握的原话，已脱敏，且仅来自同意分析的访客。", "Where the model was least sure. Words are masked, and only of visitors who agreed to analytics.";
    QUEUE_EMPTY: "没有待标注的话。", "Nothing waits for a label.";
    QUEUE_MORE: "取下一批", "Next batch";
    LABEL: "标签", "Label";
    SAVE_LABEL: "保存标签", "Save label";
    CORRECT: "纠正", "Correct";
    CORRECTED: "人工：{label}", "By a person: {label}";
    LABELLED: "已标为「{label}」", "Labelled “{label}”";
    UNLABELLED: "已撤销标签", "The label was taken back";
    OPEN: "查看对话", "Open the conversation";
    EMPTY: "还没有消息", "No messages yet";
    EMPTY_HINT: "访客写下第一条消息后，这里就有数字。", "Figures appear with the first message of a visitor.";
}
