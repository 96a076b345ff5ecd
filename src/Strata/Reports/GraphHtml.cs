using System.Net;
using System.Text;
using Strata.Graph;

namespace Strata.Reports;

/// <summary>A graph as one HTML page that needs nothing from outside: the drawing, a search box, and a list of the images.</summary>
public static class GraphHtml
{
    private const string Style =
        """
        :root { color-scheme: light dark; --ink: #1b1f24; --faint: #656d76; --line: #d0d7de; --paper: #ffffff; --hit: #fff8c5; --accent: #0969da; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --faint: #9198a1; --line: #30363d; --paper: #0d1117; --hit: #3a2d00; --accent: #58a6ff; } }
        body { margin: 0; font: 14px/1.5 ui-sans-serif, system-ui, "Segoe UI", "DejaVu Sans", sans-serif; color: var(--ink); background: var(--paper); }
        header { position: sticky; top: 0; z-index: 1; display: flex; gap: 1rem; align-items: center; flex-wrap: wrap; padding: .6rem 1.2rem; background: var(--paper); border-bottom: 1px solid var(--line); }
        h1 { font-size: 1.1rem; margin: 0; }
        input { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 6px; padding: .25rem .6rem; width: 18rem; max-width: 60vw; }
        header span { color: var(--faint); }
        #drawing { overflow: auto; border-bottom: 1px solid var(--line); max-height: 75vh; }
        #drawing svg { display: block; margin: 0 auto; }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; vertical-align: top; padding: .35rem .8rem; border-bottom: 1px solid var(--line); }
        th { color: var(--faint); font-weight: 600; }
        td small { color: var(--faint); display: block; }
        main { padding: .6rem .4rem 4rem; overflow-x: auto; }
        tr.chosen td { background: var(--hit); }
        a { color: var(--accent); text-decoration: none; }
        a:hover { text-decoration: underline; }
        :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
        .chosen-in .strata .box, .chosen-in .strata path { opacity: .15; }
        .chosen-in .strata .near, .chosen-in .strata path.near { opacity: 1; }
        .strata .self rect { stroke-width: 2.5; }
        .strata path.near { stroke-width: 2.2; }
        [hidden] { display: none; }
        """;

    private const string Script =
        """
        const rows = [...document.querySelectorAll('tbody tr')], search = document.querySelector('input'), count = document.querySelector('header span');
        const boxes = new Map([...document.querySelectorAll('.box[data-name]')].map(b => [b.dataset.name, b]));
        const lines = [...document.querySelectorAll('svg path')], drawing = document.querySelector('#drawing');
        const upward = new Map(), downward = new Map();
        for (const l of lines) { push(upward, l.dataset.from, l.dataset.to); push(downward, l.dataset.to, l.dataset.from); }
        function push(map, key, value) { map.set(key, [...map.get(key) ?? [], value]); }
        function reach(map, start) { const found = new Set([start]), waiting = [start]; while (waiting.length) for (const n of map.get(waiting.pop()) ?? []) if (!found.has(n)) { found.add(n); waiting.push(n); } return found; }
        function mark(near, isLine, self) {
          drawing.classList.toggle('chosen-in', near !== null);
          for (const [name, box] of boxes) { box.classList.toggle('near', near?.has(name) ?? false); box.classList.toggle('self', self === name); }
          for (const l of lines) l.classList.toggle('near', isLine(l.dataset));
          for (const r of rows) r.classList.toggle('chosen', self !== null && r.id === self);
        }
        function choose(name, scroll) {
          if (!boxes.has(name)) return mark(null, () => false, null);
          const above = reach(upward, name), below = reach(downward, name);
          mark(new Set([...above, ...below]), d => (above.has(d.from) && above.has(d.to)) || (below.has(d.from) && below.has(d.to)), name);
          if (scroll) boxes.get(name).scrollIntoView({ block: 'nearest', inline: 'nearest' });
        }
        function filter() {
          const words = search.value.toLowerCase().split(/\s+/).filter(w => w), hits = new Set();
          for (const r of rows) { r.hidden = !words.every(w => r.textContent.toLowerCase().includes(w)); if (!r.hidden) hits.add(r.id); }
          count.textContent = hits.size === rows.length ? `${rows.length} images` : `${hits.size} of ${rows.length} images`;
          if (words.length) mark(hits, () => false, null); else choose(decodeURIComponent(location.hash.slice(1)), false);
        }
        addEventListener('hashchange', () => choose(decodeURIComponent(location.hash.slice(1)), true));
        search.addEventListener('input', filter);
        search.addEventListener('keydown', e => { if (e.key === 'Enter') { const hit = rows.find(r => !r.hidden); if (hit) { location.hash = encodeURIComponent(hit.id); choose(hit.id, true); } } });
        addEventListener('keydown', e => {
          if (e.key === '/' && document.activeElement !== search) { e.preventDefault(); search.focus(); }
          if (e.key === 'Escape') { search.value = ''; history.replaceState(null, '', location.pathname); filter(); search.blur(); }
        });
        filter();
        """;

    /// <summary>The page. '/' goes to the search box, Enter takes the first hit, Escape clears; an image that is chosen shows what it stands on and what stands on it.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="title">What the page is called.</param>
    public static string Render(ImageGraph graph, string title = "Images")
    {
        var text = new StringBuilder();
        text.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        text.Append($"<title>{Escape(title)}</title>\n<style>\n{Style.ReplaceLineEndings("\n")}\n</style>\n</head>\n<body>\n");
        text.Append($"<header><h1>{Escape(title)}</h1><input type=\"search\" placeholder=\"Search ( / )\" aria-label=\"Search images\"><span>{graph.Images.Length} images</span></header>\n");
        text.Append("<div id=\"drawing\" tabindex=\"0\" aria-label=\"Drawing of the graph\">\n").Append(GraphSvg.Render(graph, i => "#" + i.Name)).Append("</div>\n");
        text.Append("<main><table>\n<thead><tr><th>Image</th><th>Stands on</th><th>Used by</th><th>Version</th><th>Ports</th><th>Declared</th></tr></thead>\n<tbody>\n");
        var uses = GraphEdge.All(graph).ToLookup(e => e.To);
        foreach (var image in graph.Images)
        {
            var summary = ImageFacts.Summary(image);
            var missing = ImageFacts.Missing(graph, image);
            text.Append($"<tr id=\"{Escape(image.Name)}\"><td>{Link(image.Name)}")
                .Append(summary is null ? "" : $"<small>{Escape(summary)}</small>")
                .Append(missing is null ? "" : $"<small>{Escape(missing)}</small>")
                .Append($"</td><td>{string.Join(", ", uses[image.Name].Select(e => e.IsUpstream ? Escape(e.From) : Link(e.From)))}</td>")
                .Append($"<td>{string.Join(", ", graph.Children(image).Select(c => Link(c.Name)))}</td>")
                .Append($"<td>{Escape(image.Version ?? "")}</td><td>{Escape(string.Join(", ", image.Ports.Select(ImageFacts.Port)))}</td>")
                .Append($"<td>{Escape(image.Origin?.ToString() ?? "")}<small>{Escape(image.Dockerfile)}</small></td></tr>\n");
        }

        return text.Append($"</tbody>\n</table></main>\n<script>\n{Script.ReplaceLineEndings("\n")}\n</script>\n</body>\n</html>\n").ToString();
    }

    private static string Link(string image) => $"<a href=\"#{Escape(image)}\">{Escape(image)}</a>";

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
