//! Words of the visitors' list and of a person's page.

use super::texts;

texts! {
    HINT: "最近来过的人，实时更新。", "Who was here lately, as it happens.";
    LINE_LIVE: "实时", "Live";
    LINE_CONNECTING: "连接中", "Connecting";
    LINE_POLLING: "每 10 秒刷新", "Every 10 seconds";
    SEARCH_HINT: "按姓名、页面、意图或人群搜索", "Search by name, page, intent or segment";
    FILTER: "筛选", "Filter";
    FILTER_ALL: "全部", "All";
    FILTER_ONLINE: "在线", "Online";
    FILTER_CART: "有购物车", "With a cart";
    FILTER_CONSENTED: "已同意营销", "Agreed to marketing";
    COUNT: "显示 {n} / {of} 人", "{n} of {of} people";
    PERSON: "访客", "Person";
    WANTS: "意图与人群", "Wants, segments";
    AT: "所在页面", "Page";
    CART: "购物车", "Cart";
    SPEND: "累计消费", "Spend";
    SEEN: "最近活动", "Last seen";
    HESITATION: "犹豫", "Hesitation";
    ANONYMOUS: "访客 {id}", "Visitor {id}";
    ONLINE: "在线", "online";
    IN_HOLDOUT: "对照组", "Holdout";
    CONSENTED: "同意营销", "Marketing yes";
    NOT_CONSENTED: "未同意营销", "No marketing";
    EMPTY: "还没有访客", "No visitors yet";
    EMPTY_HINT: "打开演示商城逛一逛，或在自己的商城装上脚本标签。", "Open the demo shop and look around, or put the script tag on your own shop.";
    EMPTY_GO: "查看安装方法", "See how to install it";

    BACK: "全部访客", "All visitors";
    PORTRAIT: "画像", "Portrait";
    PORTRAIT_HINT: "规则条件看到的就是这些。", "What the conditions of rules see.";
    PORTRAIT_EMPTY: "还没有可用的属性。", "No attributes yet.";
    MORE: "显示全部 {n} 项", "Show all {n}";
    LESS: "收起", "Show fewer";
    CONSENTS: "同意记录", "Consents";
    CONSENTS_EMPTY: "此人还没有作过选择，不会收到营销。", "This person has not chosen yet, and gets no marketing.";
    CONSENT_LINE: "在{source}中，声明第 {n} 版", "in {source}, notice version {n}";
    DELIVERIES: "收到的内容", "Deliveries";
    DELIVERIES_EMPTY: "还没有给此人送出过内容。", "Nothing has been delivered to this person.";
    TIMELINE: "时间线", "Timeline";
    TIMELINE_EMPTY: "还没有事件。", "No events yet.";
    FILTER_DECISIONS: "决策", "Decisions";
    FILTER_MESSAGES: "消息", "Messages";
    FILTER_EVENTS: "事件", "Events";
    SAID_VISITOR: "访客", "Visitor";
    SAID_ASSISTANT: "助手", "Assistant";
    SAID_AGENT: "客服", "Agent";
    DECIDED_ON: "因「{trigger}」作出的决策", "Decision on “{trigger}”";
    WHY: "查看原因", "See why";
    VISITS: "到访", "Visits";
    ORDERS: "订单", "Orders";
    MISSING: "没有这位访客", "There is no such person";
    MISSING_HINT: "数据可能已按要求删除。", "Their data may have been erased on request.";
}
