//! Language and theme, settled before the first paint.
//!
//! A plain script, not a module, because a module would run after the page has been drawn
//! once in the wrong language. It reads what the visitor chose before and writes nothing.
(function settle() {
  const page = document.documentElement;
  let language = null;
  let theme = null;
  try {
    language = localStorage.getItem('shop.language');
    theme = localStorage.getItem('shop.theme');
  } catch {
    // Storage is closed to us: the browser's own preferences decide.
  }
  page.lang = language ?? (navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en');
  if (theme === 'light' || theme === 'dark') page.dataset.theme = theme;
})();
