//! Words of what the shop knows: the articles, the question that is tried on them, and what nothing answered.

use super::texts;

texts! {
    HINT: "AI 助手只用这里的文章回答，并注明来源。", "The assistant answers from these articles only, and names them.";
    NEW: "新建文章", "New article";
    SEARCH_HINT: "按标题、编号或语言搜索", "Search by title, id or language";
    EVERY: "全部", "All";
    SHOW: "显示的语言", "Language shown";
    EMPTY: "还没有文章", "No articles yet";
    EMPTY_HINT: "写下顾客常问的问题；没有文章，助手只能转人工。", "Write down what customers ask. Without articles the assistant can only fetch a human.";
    COUNT: "显示 {n} / {of} 篇", "{n} of {of} articles";
    ZH: "中文", "Chinese";
    EN: "英文", "English";
    VERSION_N: "第 {n} 版 · {ago}", "Version {n} · {ago}";

    TRY: "试一个问题", "Try a question";
    TRY_HINT: "看看助手会怎么回答，不会发给任何人。", "See what the assistant would say. Nobody is told.";
    QUESTION: "顾客的问题", "What a customer asks";
    QUESTION_EXAMPLE: "例如：退款多久到账", "Such as: when do I get my money back";
    TRY_GO: "试一试", "Try it";
    TRYING: "正在查找…", "Looking…";
    VERDICT_ANSWER: "直接回答", "Answers";
    VERDICT_ASK: "反问顾客是哪一个", "Asks which is meant";
    VERDICT_NOTHING: "转人工", "Fetches a human";
    NO_HITS: "没有相近的文章。", "No article comes near.";
    CLOSE: "意思接近 {n}", "Means the same {n}";
    SHARES: "用词重合 {n}", "Shares words {n}";

    OPEN: "没答上来的问题", "Unanswered questions";
    OPEN_HINT: "近 12 周共 {n} 个；只列出同意分析的顾客的原话（已脱敏）。", "{n} in the last 12 weeks. Words only of people who agreed to analytics, masked.";
    OPEN_EMPTY: "近 12 周没有答不上来的问题。", "Nothing was left unanswered in the last 12 weeks.";
    WRITE_ONE: "写一篇文章", "Write an article";

    EDIT: "编辑文章", "Edit article";
    BACK: "全部文章", "All articles";
    MISSING: "没有这篇文章", "No such article";
    WORDS: "内容", "What it says";
    TITLE: "标题", "Title";
    TITLE_HINT: "写成顾客会问的话。", "Write it as a customer would ask it.";
    SYNONYMS: "还会怎么问", "Other ways to ask";
    SYNONYMS_HINT: "每行一个，最多 40 个。口语、错别字都可以；写得越多，越容易被找到。", "One a line, at most 40. Colloquial is good: the more there are, the better it is found.";
    BODY: "正文", "Body";
    BODY_HINT: "Markdown。第一段就是助手的回答，请开门见山。", "Markdown. The first paragraph is the assistant's answer, so begin with it.";
    URL: "全文链接", "Link to the whole of it";
    URL_HINT: "以 / 或 https:// 开头；可不填。", "From / or https://. May be left out.";
    ID: "编号", "Id";
    ID_HINT: "字母、数字和 -；同一编号的另一种语言是它的译文。", "Letters, digits and -. The same id in the other language is its translation.";
    PREVIEW: "助手会这样说", "The assistant says";
    PREVIEW_EMPTY: "写好标题和正文后，这里会显示回答。", "The answer appears here once there are a title and a body.";
    SOURCE: "来源：", "From:";
    VERSIONS: "历史版本", "Versions";
    VERSION_OUT: "已删除", "Taken out";
    VERSION_USE: "取回内容", "Take its words";
    SAVED: "文章已保存，助手马上会用它回答", "Saved. The assistant answers from it at once";
    DELETED: "已删除“{name}”，助手不再用它回答", "“{name}” is taken out. The assistant no longer answers from it";
    RESTORED: "已恢复“{name}”", "“{name}” is back";
    FAULT: "有几处需要修改", "Some fields need another look";
    FAULT_ID: "编号要有 1 到 128 个字母、数字或 -_.:", "The id is 1 to 128 letters, digits or -_.:";
    FAULT_TITLE: "标题要有 1 到 120 个字", "The title has 1 to 120 characters";
    FAULT_BODY: "正文要有 1 到 20,000 个字", "The text has 1 to 20,000 characters";
    FAULT_SYNONYMS: "最多 40 行，每行 1 到 120 个字", "At most 40 lines, each of 1 to 120 characters";
    FAULT_URL: "链接要以 / 或 https:// 开头，不含空格", "The link begins with / or https:// and has no spaces";
}
