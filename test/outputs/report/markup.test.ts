import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { embeddedJson, html, Markup } from '../../../src/outputs/report/markup.js';

describe('html', () => {
  it('escapes text, takes markup as it is, and joins lists', () => {
    const name = '<img src=x onerror=alert(1)> "&\'';
    expect(html`<p title="${name}">${name}${new Markup('<b>gras</b>')}${null}${[html`<i>${1}</i>`, '<']}</p>`.text).toBe(
      '<p title="&lt;img src=x onerror=alert(1)&gt; &quot;&amp;&#39;">&lt;img src=x onerror=alert(1)&gt; &quot;&amp;&#39;<b>gras</b><i>1</i>&lt;</p>',
    );
  });

  it('leaves no sign of markup of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(html`${text}`.text).not.toMatch(/[<>"']/);
      }),
    );
  });
});

describe('data in a page', () => {
  it('cannot close the element that holds it, and reads back the same', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constant('</script><script>alert(1)</script>'), fc.constant('<!--'))), (texts) => {
        const { text } = embeddedJson('donnees', texts);
        const inside = /^<script type="application\/json" id="donnees">(.*)<\/script>$/s.exec(text)?.[1] ?? '';
        expect(inside).not.toMatch(/[<>]/);
        expect(JSON.parse(inside)).toEqual(texts);
      }),
    );
  });
});
