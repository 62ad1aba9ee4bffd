/**
 * What the loader says, in the two languages of the product: open, close, unread, chat; the question for consent,
 * its reason, no, yes; and no and yes to an offer.
 */

export const zh = '打开在线客服|收起在线客服|条未读|在线客服|可以记住您的浏览吗？|仅供本店推荐合适的商品和优惠，可随时撤回。不同意也不影响咨询。|不同意|同意|稍后|查看'.split('|');
export const en = 'Open chat|Close chat|unread|Chat|May we remember your visit?|Only so this shop can suggest products and offers. You can change your mind; chat works either way.|Decline|Accept|Later|View'.split('|');
