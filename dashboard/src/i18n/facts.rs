//! Words for what is known about people, and for what the engine did.

use super::texts;

texts! {
    AVERAGE_ORDER: "平均订单金额", "Average order";
    CAMPAIGN_NAME: "营销活动名称", "Campaign name";
    CAMPAIGN_SOURCE: "流量来源", "Campaign source";
    CART_ABANDONED: "购物车已搁置", "Cart abandoned";
    CART_ITEMS: "购物车商品种数", "Items in the cart";
    CART_VALUE: "购物车金额", "Cart value";
    COMPARED: "对比过的商品数", "Products compared";
    CONSENTED: "已同意接收营销", "Agreed to marketing";
    EVENT_NAME: "触发事件", "Event";
    FOCUS_BRAND: "关注商品的品牌", "Brand in focus";
    FOCUS_CATEGORY: "关注商品的品类", "Category in focus";
    FOCUS_PRICE: "关注商品的价格", "Price in focus";
    FOCUS_PRODUCT: "关注的商品", "Product in focus";
    FOCUS_VIEWS: "关注商品的浏览次数", "Views of the product in focus";
    HESITATION: "犹豫指数", "Hesitation";
    HIGH_VALUE: "高价值", "High value";
    IDENTIFIED: "已登录商城", "Signed in to the shop";
    INTENT: "意图", "Intent";
    INTENT_LABEL: "意图分类", "Intent label";
    LAST_ACTIVE_DAYS: "距上次活跃天数", "Days since last active";
    LAST_ORDER_DAYS: "距上次下单天数", "Days since last order";
    LOCALE: "语言", "Language";
    MESSAGE_ABOUT: "消息谈到", "Message is about";
    ORDERS: "订单数", "Orders";
    PAGE_PATH: "页面路径", "Page path";
    PAGE_TITLE: "页面标题", "Page title";
    PAGE_URL: "页面地址", "Page address";
    PAGE_VIEWS: "本次浏览页数", "Pages in this visit";
    PRICE_BAND: "价格带", "Price band";
    SEGMENT: "人群", "Segment";
    SPEND: "累计消费", "Total spend";
    TOP_BRAND: "最常看的品牌", "Favourite brand";
    TOP_CATEGORY: "最常看的品类", "Favourite category";
    VISITS: "到访次数", "Visits";
    EVENT_PROPERTY: "事件属性 {name}", "Event property {name}";
    TRAIT: "用户属性 {name}", "Trait {name}";

    INTENT_PRODUCT: "售前 · 商品咨询", "Pre-sales · product";
    INTENT_PRICE: "售前 · 价格咨询", "Pre-sales · price";
    INTENT_RETURN: "售后 · 退换货", "After-sales · returns";
    INTENT_FAULT: "售后 · 故障维修", "After-sales · repair";
    INTENT_DISCOUNT: "营销 · 优惠", "Marketing · discount";
    INTENT_CAMPAIGN: "营销 · 活动", "Marketing · campaign";
    INTENT_SERVICE: "投诉 · 服务", "Complaint · service";
    INTENT_DEFECT: "投诉 · 商品质量", "Complaint · product";
    INTENT_SHIPPING: "订单 · 物流", "Order · shipping";
    INTENT_HUMAN: "转人工", "Wants a human";
    INTENT_CHITCHAT: "闲聊", "Small talk";
    INTENT_ACCOUNT: "账号与隐私", "Account and privacy";
    INTENT_OTHER: "其他服务", "Other service";
    INTENT_OOS: "无关内容", "Out of scope";
    TOP_PRE_SALES: "售前", "Pre-sales";
    TOP_AFTER_SALES: "售后", "After-sales";
    TOP_MARKETING: "营销", "Marketing";
    TOP_COMPLAINT: "投诉", "Complaint";
    TOP_ORDER: "订单", "Order";
    FLAG_PRICE: "价格敏感", "Price-sensitive";
    FLAG_URGENT: "着急", "Urgent";
    FLAG_CHURN: "流失风险", "Threatens to leave";
    FLAG_REJECTED: "没有把握", "Unsure";

    OP_IS: "是", "is";
    OP_IS_NOT: "不是", "is not";
    OP_OVER: "大于", "is more than";
    OP_AT_LEAST: "至少", "is at least";
    OP_UNDER: "小于", "is less than";
    OP_AT_MOST: "至多", "is at most";
    OP_ANY: "包含任一", "is any of";
    OP_INCLUDES: "包含", "includes";
    OP_NONE: "不含", "is none of";
    OP_ALL: "包含全部", "includes all of";
    OP_KNOWN: "已知", "is known";
    OP_UNKNOWN: "未知", "is not known";
    OP_MATCHES: "匹配", "matches";
    OP_SIZE: "个数", "has a count that is";
    OP_ELEMENT: "有一项满足", "has an item that is";

    NOT: "非{name}", "not {name}";
    YES: "是", "yes";
    NO: "否", "no";
    NOTHING_KNOWN: "没有记录", "not known";
    NONE: "无", "none";
    LIST_AND: "、", ", ";

    TRIGGER_MESSAGE: "发来消息", "Sends a message";
    TRIGGER_PAGE: "浏览页面", "Views a page";
    TRIGGER_CART_LINGERED: "购物车搁置", "Leaves a cart alone";
    TRIGGER_PRODUCT_VIEWED: "浏览商品", "Views a product";
    TRIGGER_PRODUCT_ADDED: "加入购物车", "Adds to the cart";
    TRIGGER_PRODUCT_REMOVED: "移出购物车", "Removes from the cart";
    TRIGGER_CART_VIEWED: "查看购物车", "Opens the cart";
    TRIGGER_CHECKOUT: "开始结账", "Starts the checkout";
    TRIGGER_ORDER: "完成订单", "Completes an order";
    TRIGGER_SEARCHED: "搜索商品", "Searches for products";
    TRIGGER_LIST: "浏览商品列表", "Views a product list";
    TRIGGER_COUPON_ENTERED: "输入优惠码", "Enters a coupon";
    TRIGGER_COUPON_APPLIED: "用上优惠码", "Applies a coupon";
    TRIGGER_COUPON_DENIED: "优惠码被拒", "Coupon refused";
    TRIGGER_PRODUCT_CLICKED: "点击商品", "Clicks a product";
    TRIGGER_REFUND: "订单退款", "Order refunded";
    TRIGGER_CANCEL: "取消订单", "Order cancelled";
    TRIGGER_WISHLIST: "加入心愿单", "Adds to the wishlist";
    TRIGGER_OFFER_VIEWED: "看到优惠", "Sees an offer";
    TRIGGER_OFFER_CLICKED: "点击优惠", "Follows an offer";
    TRIGGER_OFFER_DISMISSED: "关闭优惠", "Sends an offer away";
    TRIGGER_IDENTIFY: "登录商城", "Signs in to the shop";

    HELD_NO_CONSENT: "未同意接收营销", "No marketing consent";
    HELD_FREQUENCY: "触达次数已到上限", "Contacted often enough";
    HELD_COOLDOWN: "规则冷却中", "Rule is cooling down";
    HELD_TIMES: "规则对此人的次数已用完", "Rule used up for this person";
    HELD_SCHEDULE: "不在有效期内", "Outside its schedule";
    HELD_HOLDOUT: "属于全局对照组", "In the global holdout";
    HELD_CONTROL: "属于实验对照组", "In the control of an experiment";
    HELD_NOT_LIVE: "事件来自机器或已过时", "Sent by a machine, or too old";
    HELD_NOTHING: "没有更合适的商品可推荐", "Nothing better to recommend";
    HELD_OFFER_MISSING: "规则引用的优惠不存在", "Its offer does not exist";
    HELD_OFFER_OPEN: "已有一个优惠在眼前", "An offer is already open";
    HELD_UNTIL: "{moment} 之后可再触达", "may be contacted again after {moment}";
    HELD_TIMES_MAX: "每人最多 {n} 次", "at most {n} times a person";
    HELD_EXPERIMENT: "实验 {name}", "experiment {name}";

    VERDICT_DELIVERED: "已送出", "Delivered";
    VERDICT_HELD: "已按住", "Held back";
    VERDICT_NOTHING: "无规则匹配", "No rule matched";

    STATE_SENT: "已送达", "Sent";
    STATE_OPENED: "已看到", "Seen";
    STATE_DISMISSED: "已关闭", "Sent away";
    STATE_CLICKED: "已点击", "Followed";
    STATE_CONVERTED: "已成交", "Bought";

    PURPOSE_ANALYTICS: "行为分析", "Analytics";
    PURPOSE_MARKETING: "营销推荐", "Marketing";
    SOURCE_WIDGET: "聊天窗口", "the chat";
    SOURCE_MERCHANT: "商城", "the shop";
    GRANTED: "同意", "Agreed";
    REFUSED: "拒绝", "Refused";

    CLASS_MARKETING: "营销", "Marketing";
    CLASS_SERVICE: "服务", "Service";

    AGO_NOW: "刚刚", "just now";
    AGO_MINUTES: "{n} 分钟前", "{n} min ago";
    AGO_HOURS: "{n} 小时前", "{n} h ago";
    AGO_DAYS: "{n} 天前", "{n} d ago";
    FOR_SECONDS: "{n} 秒", "{n} s";
    FOR_MINUTES: "{n} 分钟", "{n} min";
    FOR_HOURS: "{n} 小时", "{n} h";
    FOR_DAYS: "{n} 天", "{n} d";

    ACTION_OFFER: "发优惠：{name}", "Offer: {name}";
    ACTION_RECOMMEND: "推荐：{name}", "Recommend: {name}";
    ACTION_COMPLEMENTS: "推荐搭配商品", "Recommend what goes with it";
    ACTION_SAY: "说：{name}", "Say: {name}";
    ACTION_NOTHING: "不做任何事", "Do nothing";
    BENEFIT_AMOUNT: "立减 {amount}", "{amount} off";
    BENEFIT_PERCENT: "立减 {n}%", "{n}% off";
    BENEFIT_DELIVERY: "免运费", "Free delivery";
    EVERYONE: "所有人", "Everyone";
    ALL_OF: " 且 ", " and ";
    ANY_OF: " 或 ", " or ";
    OTHER_CLAUSE: "高级条件", "an advanced clause";
}
