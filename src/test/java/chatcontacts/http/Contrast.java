package chatcontacts.http;

/** JavaScript that reckons contrast as the Web Content Accessibility Guidelines do. */
final class Contrast {

    /** {@code faint(ratio)} lists the texts that a reader sees and that have less of it than that. */
    static final String SCRIPT = """
            const rgba = text => {
              const parts = text.match(/[0-9.]+/g).map(Number);
              return {rgb: parts.slice(0, 3), alpha: parts.length > 3 ? parts[3] : 1};
            };
            const luminance = rgb => {
              const [r, g, b] = rgb.map(it => it / 255).map(it => it <= 0.03928 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4);
              return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const ground = element => {
              for (let it = element; it; it = it.parentElement) {
                const color = rgba(getComputedStyle(it).backgroundColor);
                if (color.alpha === 1) return color.rgb;
                if (color.alpha > 0) throw new Error('a ground that is half seen through: ' + it.outerHTML);
              }
              return [255, 255, 255];
            };
            const ratio = (one, other) => {
              const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
              return (light + 0.05) / (dark + 0.05);
            };
            const faint = least => {
              const found = [];
              const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              while (walker.nextNode()) {
                const element = walker.currentNode.parentElement;
                if (!walker.currentNode.data.trim() || !element.checkVisibility()) continue;
                if (element.closest('.unseen, script, style, template, noscript, datalist')) continue;
                const color = rgba(getComputedStyle(element).color);
                const has = ratio(color.rgb, ground(element));
                if (color.alpha < 1 || has < least) found.push(has.toFixed(2) + ' ' + walker.currentNode.data.trim());
              }
              return found;
            };
            """;

    private Contrast() {}
}
