/**
 * How launcher, note and panel look. A style sheet inside the shadow root: the page's own sheets do not reach
 * it, and a page's `style-src` does not refuse it.
 *
 * The closed panel is transparent and inert rather than hidden: browsers stop drawing a hidden frame of another site, and
 * waking it took 40 ms of the visitor's time at the click.
 *
 * `--p` is the shop's colour and `--i` the ink that can be read on it; the frame sends both.
 */

export const style = `
#w{--s:#fff;--t:#16181d;--m:#5c6370;--l:#eceef2;--c:var(--proffer-color-primary,var(--p,#2f5bea));--o:var(--i,#fff);--x:var(--proffer-offset-x,20px);--y:var(--proffer-offset-y,20px);font:14px/1.5 system-ui;color:var(--t)}
@media(prefers-color-scheme:dark){#w.auto{--s:#1c1e25;--t:#f2f3f5;--m:#a6adba;--l:#31343e}}
#w.dark{--s:#1c1e25;--t:#f2f3f5;--m:#a6adba;--l:#31343e}
#w>*{box-sizing:border-box;position:fixed;bottom:calc(var(--y) + 76px);right:var(--x);max-width:calc(100vw - 40px);background:var(--s);border-radius:18px;box-shadow:0 8px 40px #0003;transition:.2s}
#w.left>*{right:auto;left:var(--x)}
button{flex:1;height:42px;border:0;border-radius:12px;background:var(--l);color:inherit;font:inherit;font-weight:600;cursor:pointer}
button:focus-visible{outline:3px solid var(--c);outline-offset:2px}
#w>button{width:60px;height:60px;bottom:var(--y);border-radius:30px;font-size:22px}
#w>button,button+button{background:var(--c);color:var(--o)}
#w>button:before{content:"";display:block;margin:auto;width:27px;height:27px;border-radius:13px 13px 13px 3px;background:radial-gradient(circle,var(--c) 1.8px,var(--o) 2px) 0/9px}
#w.open>button:before{content:"✕";background:0}
.open section,i:empty{display:none}
i{position:absolute;top:-3px;right:-3px;min-width:22px;border-radius:11px;background:#d92b2b;color:#fff;font:600 12px/22px system-ui}
#w>div{width:400px;height:min(704px,100vh - 116px);overflow:hidden}
[inert],section:empty{pointer-events:none;opacity:0;transform:translateY(10px)}
iframe{width:100%;height:100%;border:0}
section{width:360px;padding:20px;display:flex;flex-wrap:wrap;gap:10px}
b,p{margin:0;width:100%}
p{color:var(--m)}
@media(max-width:480px){#w.open>div{inset:0;width:100%;max-width:none;height:var(--h,100%);border-radius:0}#w.open>button{display:none}}
@media(prefers-reduced-motion){*{transition:none!important}}
`;
