namespace Strata.Reports;

/// <summary>Style and script of the page of layers.</summary>
internal static class LayerReportAssets
{
    public const string Style =
        """
        :root { color-scheme: light dark; --ink: #1b1f24; --faint: #59636e; --line: #d0d7de; --paper: #ffffff; --card: #f6f8fa; --accent: #0969da; --bad: #b3261e; --good: #1a7f37; --bar: #8c959f; --critical: #bf5600;
          --m0: #cfe3ff; --m1: #ffdfc2; --m2: #d0f0d5; --m3: #ecd9f7; --m4: #ffd6dd; --m5: #cbeeee; --m6: #f2e7b4; --m7: #dcdcf9; --edge: rgb(27 31 36 / .22); --inner: rgb(255 255 255 / .26); }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --faint: #9198a1; --line: #30363d; --paper: #0d1117; --card: #161b22; --accent: #58a6ff; --bad: #ff8e86; --good: #56d364; --bar: #6e7681; --critical: #f0883e;
          --m0: #12365f; --m1: #5a3312; --m2: #174a26; --m3: #472659; --m4: #5c2030; --m5: #0f4a4a; --m6: #4a4110; --m7: #31346b; --edge: rgb(230 237 243 / .25); --inner: rgb(13 17 23 / .2); } }
        * { box-sizing: border-box; }
        body { margin: 0; font: 14px/1.5 ui-sans-serif, system-ui, "Segoe UI", "DejaVu Sans", sans-serif; color: var(--ink); background: var(--paper); }
        header, main, footer { max-width: 78rem; margin: 0 auto; padding: 0 1.2rem; }
        header { padding-top: 1.2rem; }
        h1 { font-size: 1.5rem; margin: 0; }
        h2 { font-size: 1.1rem; margin: 2.2rem 0 .5rem; }
        nav { display: flex; gap: .2rem 1rem; flex-wrap: wrap; margin: .3rem 0 1rem; }
        a { color: var(--accent); }
        dl { display: flex; flex-wrap: wrap; gap: .6rem; margin: 0; }
        dl div { display: flex; flex-direction: column-reverse; background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .5rem .9rem; min-width: 8rem; }
        dd { margin: 0; font-size: 1.35rem; font-weight: 600; font-variant-numeric: tabular-nums; }
        dt, .hint, small, .faint, .tick { color: var(--faint); }
        .hint { margin: .2rem 0 .6rem; max-width: 62rem; }
        .wide { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; }
        .wide > svg { display: block; margin: 0 auto; }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; vertical-align: top; padding: .35rem .8rem; border-bottom: 1px solid var(--line); }
        tbody tr:last-child > * { border-bottom: 0; }
        thead th { color: var(--faint); font-weight: 600; white-space: nowrap; background: var(--card); }
        tbody th { font-weight: 600; min-width: 9rem; }
        .name { white-space: nowrap; }
        small { display: block; font-weight: 400; }
        .number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
        .code { font: 12.5px/1.5 ui-monospace, "DejaVu Sans Mono", monospace; font-weight: 400; overflow-wrap: anywhere; min-width: 16rem; }
        .over { color: var(--bad); font-weight: 600; }
        .ok { color: var(--good); }
        tr:target > * { background: var(--m6); }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 1px; }
        #map { position: relative; height: min(34rem, 70vh); border: 1px solid var(--line); border-radius: 8px; overflow: hidden; background: var(--card); }
        #map button { position: absolute; margin: 0; padding: 0; border: 1px solid var(--edge); border-radius: 3px; font: inherit; font-size: 12px; text-align: left; color: var(--ink); overflow: hidden; }
        #map button:not([aria-disabled]) { cursor: zoom-in; }
        #map button:hover { filter: brightness(1.04); border-color: var(--ink); }
        #map button:focus-visible { outline-offset: -3px; z-index: 1; }
        #map .inside { position: absolute; pointer-events: none; overflow: hidden; font-size: 11px; }
        #map span { position: absolute; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
        #map .name { inset: 2px 5px auto 5px; height: 17px; line-height: 17px; font-weight: 600; }
        #map .part { border: 1px solid var(--edge); border-radius: 2px; background: var(--inner); }
        #map .label { inset: 1px 4px auto 4px; line-height: 16px; font-size: 11px; }
        #crumbs { min-height: 1.9rem; margin: 0 0 .3rem; gap: .3rem; align-items: baseline; }
        #crumbs button { font: inherit; color: var(--accent); background: none; border: 0; padding: .1rem .2rem; cursor: pointer; text-decoration: underline; max-width: 40ch; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
        #crumbs button[aria-current] { color: var(--ink); text-decoration: none; cursor: default; }
        #told { min-height: 3em; margin: .4rem 0 0; overflow-wrap: anywhere; }
        .gantt { font-size: 12.5px; max-width: 100%; height: auto; padding: 8px 0 0; }
        .gantt text { fill: var(--ink); }
        .gantt .tick { fill: var(--faint); font-size: 11.5px; }
        .gantt .grid { stroke: var(--line); }
        .gantt .bar { fill: var(--bar); }
        .gantt .bar.critical { fill: var(--critical); }
        .key { display: inline-block; width: 1.4em; height: .8em; border-radius: 2px; background: var(--bar); }
        .key.critical { background: var(--critical); }
        .spark polyline { fill: none; stroke: var(--accent); stroke-width: 1.5; }
        .spark circle { fill: var(--accent); }
        footer { color: var(--faint); padding-bottom: 3rem; margin-top: 2rem; }
        @media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
        """;

    public const string Script =
        """
        const data = JSON.parse(document.querySelector('#data').textContent), map = document.querySelector('#map'), crumbs = document.querySelector('#crumbs'), told = document.querySelector('#told');
        const colours = new Map(data.c.map((g, i) => [g, `var(--m${i % 8})`])), path = [data];
        function text(b) { const f = (v, d, u) => v.toFixed(d) + ' ' + u; return b < 1e3 ? b + ' B' : b < 999500 ? f(b / 1e3, 0, 'kB') : b < 999.5e6 ? f(b / 1e6, b < 9.95e6 ? 1 : 0, 'MB') : f(b / 1e9, 2, 'GB'); }
        function share(b) { const p = b / data.b * 100; return (p >= 10 ? p.toFixed(0) : p >= .1 ? p.toFixed(1) : 'under 0.1') + ' % of all'; }
        // Rows of boxes that are as square as can be, the biggest first.
        function place(items, x, y, w, h) {
          const boxes = [], all = items.filter(i => i.b > 0);
          let left = all.reduce((s, i) => s + i.b, 0), at = 0;
          while (at < all.length && w > 0 && h > 0) {
            const side = Math.min(w, h), scale = w * h / left;
            let sum = 0, end = at, worst = Infinity;
            while (end < all.length) {
              const next = sum + all[end].b, thick = next * scale / side;
              const ratio = Math.max(...[all[at], all[end]].map(i => { const long = i.b * scale / thick; return Math.max(long / thick, thick / long); }));
              if (ratio > worst) break;
              worst = ratio; sum = next; end++;
            }
            const thick = sum * scale / side;
            let along = 0;
            for (; at < end; at++) {
              const long = all[at].b * scale / thick;
              boxes.push(w >= h ? [all[at], x, y + along, thick, long] : [all[at], x + along, y, long, thick]);
              along += long;
            }
            left -= sum;
            if (w >= h) { x += thick; w -= thick; } else { y += thick; h -= thick; }
          }
          return boxes;
        }
        function put(e, x, y, w, h) { e.style.cssText += `;left:${x.toFixed(1)}px;top:${y.toFixed(1)}px;width:${Math.max(0, w).toFixed(1)}px;height:${Math.max(0, h).toFixed(1)}px`; return e; }
        function element(name, kind, words) { const e = document.createElement(name); if (kind) e.className = kind; if (words !== undefined) e.textContent = words; return e; }
        function tell(item) { const names = path.slice(1).concat(path.at(-1) === item ? [] : [item]).map(i => i.n); told.textContent = (names.join(' › ') || data.n) + ': ' + text(item.b) + ', ' + share(item.b) + (item.t ? ', ' + item.t : ''); }
        // What lies within a box, as deep as there is room for.
        function fill(box, item, w, h, depth) {
          if (w < 60 || h < 44) return;
          for (const [part, x, y, pw, ph] of place(item.c, 4, 20, w - 8, h - 24)) {
            if (pw < 5 || ph < 5) continue;
            const inner = put(element('span', 'part'), x, y, pw - 2, ph - 2);
            if (pw > 30 && ph > 17) inner.append(element('span', 'label', `${part.n}  ${text(part.b)}`));
            if (depth && part.c.length) fill(inner, part, pw - 4, ph - 4, depth - 1);
            box.append(inner);
          }
        }
        function draw(focus) {
          const here = path.at(-1), width = map.clientWidth, height = map.clientHeight;
          map.replaceChildren();
          let target = null;
          for (const [item, x, y, w, h] of place(here.c, 0, 0, width, height)) {
            if (w < 2 || h < 2) continue;
            const box = put(element('button'), x + 1, y + 1, w - 2, h - 2), opens = item.c.length > 0;
            box.type = 'button';
            box.style.background = colours.get(path.length > 1 ? path[1] : item);
            box.setAttribute('aria-label', `${item.n} ${text(item.b)}, ${share(item.b)}${opens ? ', opens' : ''}`);
            if (!opens) box.setAttribute('aria-disabled', 'true');
            box.item = item;
            if (w > 36 && h > 20) box.append(element('span', 'name', `${item.n}  ${text(item.b)}`));
            map.append(box);
            if (opens) {
              const inside = put(element('div', 'inside'), x + 2, y + 2, w - 4, h - 4);
              inside.setAttribute('aria-hidden', 'true');
              fill(inside, item, w - 4, h - 4, 5);
              map.append(inside);
            }
            if (item === focus) target = box;
          }
          crumbs.replaceChildren(...path.flatMap((item, i) => {
            const b = element('button', '', item.n);
            b.type = 'button';
            b.title = item.n;
            if (i === path.length - 1) b.setAttribute('aria-current', 'location');
            b.addEventListener('click', () => { const from = path[i + 1]; path.length = i + 1; draw(from ?? null); });
            return i ? [element('span', 'faint', '›'), b] : [b];
          }));
          tell(here);
          if (focus !== undefined) (target ?? map.firstElementChild)?.focus();
        }
        function open(item) { if (item.c.length) { path.push(item); draw(null); } }
        function back() { if (path.length > 1) draw(path.pop()); }
        map.addEventListener('click', e => { const box = e.target.closest('button'); if (box) open(box.item); });
        map.addEventListener('mouseover', e => { const box = e.target.closest('button'); if (box) tell(box.item); });
        map.addEventListener('focusin', e => tell(e.target.item));
        map.addEventListener('keydown', e => {
          if (e.key === 'Escape' || e.key === 'Backspace') { e.preventDefault(); back(); }
          const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[e.key], from = e.target.closest('button');
          if (!step || !from) return;
          e.preventDefault();
          const centre = b => [b.offsetLeft + b.offsetWidth / 2, b.offsetTop + b.offsetHeight / 2], [x, y] = centre(from);
          let best = null, least = Infinity;
          for (const b of map.querySelectorAll('button')) {
            const [bx, by] = centre(b), ahead = (bx - x) * step[0] + (by - y) * step[1], aside = Math.abs((bx - x) * step[1]) + Math.abs((by - y) * step[0]);
            if (b !== from && ahead > 1 && ahead + 2 * aside < least) { least = ahead + 2 * aside; best = b; }
          }
          best?.focus();
        });
        let drawn = '';
        function fit() { const size = `${map.clientWidth} ${map.clientHeight}`; if (size !== drawn) { drawn = size; draw(document.activeElement?.item); } }
        fit();
        new ResizeObserver(fit).observe(map);
        """;
}
