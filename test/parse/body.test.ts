import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/diagnostics/finding.ts';
import { type AbsoluteUrl, absoluteUrl } from '../../src/model/url.ts';
import { BLOCK_WRAPPERS, BLOCKS, HOLDS_PARAGRAPHS } from '../../src/parse/body/blocks.ts';
import { type Body, parseBody } from '../../src/parse/body/body.ts';
import { mdxCodeIn, wikiIn } from '../../src/parse/body/generator-code.ts';
import { CARRIED, STRIPPED } from '../../src/parse/body/schema.ts';
import { parseFrontMatter } from '../../src/parse/front-matter.ts';
import { firstHeading } from '../../src/parse/heading.ts';
import { codesOf, sinkFor } from '../support/reading.ts';
import { runs } from '../support/runs.ts';
import { readStrictly, type StrictElement, strictProblem } from '../support/strict-xml.ts';
import { anyText } from '../support/texts.ts';

const PAGE = absoluteUrl('https://publisher.example/news/story.html?x=1') as AbsoluteUrl;

function read(text: string, kind: 'markdown' | 'html' = 'html'): { body: Body; findings: readonly Finding[] } {
  const { report, findings } = sinkFor('a.html', text);
  return {
    body: parseBody({ text, kind, field: 'The body', at: { start: 0, end: 1 }, start: 0 }, PAGE, report),
    findings,
  };
}

/** What must hold of every body, whatever it was made of: the strictest reader takes it, and nothing in it can run. */
function expectSafe(html: string): void {
  const wrapped = `<feed>${html}</feed>`;
  expect(strictProblem(wrapped)).toBeUndefined();
  const walk = (element: StrictElement): void => {
    expect(element.name).toMatch(/^[a-z][a-z1-6]*$/);
    expect([
      'script',
      'style',
      'iframe',
      'object',
      'embed',
      'form',
      'svg',
      'math',
      'base',
      'meta',
      'link',
    ]).not.toContain(element.name);
    for (const [name, value] of Object.entries(element.attributes)) {
      expect(name).not.toMatch(/^on|^style$|^srcset$|^poster$|^formaction$|^xlink/i);
      if (name === 'href') expect(value).toMatch(/^(?:https?:\/\/|mailto:|tel:)/);
      if (name === 'src' || name === 'cite') expect(value).toMatch(/^https?:\/\//);
      if (name === 'class') expect(value).toMatch(/^language-/);
    }
    element.children.forEach(walk);
  };
  walk(readStrictly(wrapped));
}

const ATTACKS = [
  '<script>alert(1)</script>',
  '<SCRIPT SRC=//evil.example/x.js></SCRIPT>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<img src=x onerror=alert(1)>',
  '<img src="x` `<script>alert(1)</script>"` `>',
  '<img """><script>alert(1)</script>">',
  '<img src="javascript:alert(1)">',
  '<img src=JaVaScRiPt:alert(1)>',
  '<img src="jav&#x09;ascript:alert(1)">',
  '<img src="jav&#x0A;ascript:alert(1)">',
  '<img src=&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)>',
  '<img src=" &#14; javascript:alert(1);">',
  '<img src="data:image/svg+xml;base64,PHN2Zz4=">',
  '<img/src="x"/onerror=alert(1)//',
  '<img src=x:x onerror\n=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="\u0001javascript:alert(1)">x</a>',
  '<a href="java\u0000script:alert(1)">x</a>',
  '<a href="vbscript:msgbox(1)">x</a>',
  '<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>',
  '<a href=//user:password@evil.example>x</a>',
  '<a href="https://publisher.example\\@evil.example/">x</a>',
  '<a href="mailto:a@b.example?subject=<script>">x</a>',
  '<svg onload=alert(1)><animate onbegin=alert(1)></svg>',
  '<svg><style><img src=x onerror=alert(1)></style></svg>',
  '<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '<math><annotation-xml encoding="text/html"><img src=x onerror=alert(1)></annotation-xml></math>',
  '<form><math><mtext></form><form><mglyph><svg><mtext><style><path id="</style><img onerror=alert(1) src>">',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<template><script>alert(1)</script></template>',
  '<textarea></textarea><script>alert(1)</script>',
  '<title></title><img src=x onerror=alert(1)>',
  '<xmp><p title="</xmp><img src=x onerror=alert(1)>">',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="data:text/html,<script>alert(1)</script>"></object>',
  '<embed src="javascript:alert(1)">',
  '<base href="javascript:/a/-alert(1)///////"><a href="x">y</a>',
  '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
  '<link rel=stylesheet href="javascript:alert(1)">',
  '<style>@import "javascript:alert(1)";</style>',
  '<p style="background:url(javascript:alert(1))">x</p>',
  '<div style="width: expression(alert(1))">x</div>',
  '<table background="javascript:alert(1)"><td background="javascript:alert(1)">x</td></table>',
  '<input type=image src=x onerror=alert(1)>',
  '<button formaction="javascript:alert(1)">x</button>',
  '<form action="javascript:alert(1)"><input type=submit></form>',
  '<details open ontoggle=alert(1)>x</details>',
  '<video src=x onerror=alert(1)><source onerror=alert(1)></video>',
  '<audio src="javascript:alert(1)"></audio>',
  '<marquee onstart=alert(1)>x</marquee>',
  '<isindex type=image src=1 onerror=alert(1)>',
  '<x-widget onclick=alert(1)>x</x-widget>',
  '<p id=x name=y class="language-js evil">x</p>',
  '<code class="language-js evil">x</code>',
  '<!--<img src="--><img src=x onerror=alert(1)//">',
  '<!--[if IE]><script>alert(1)</script><![endif]-->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<?xml version="1.0"?><script>alert(1)</script>',
  '<!DOCTYPE html><html><head><script>alert(1)</script></head><body onload=alert(1)>x</body></html>',
  '<b title="a<b>c&quot;d]]>">]]></b>',
  "<p title='<img src=x onerror=alert(1)>'>x</p>",
  '<a href="x" ping="https://evil.example/" target=_blank>x</a>',
  '<img srcset="javascript:alert(1) 2x" src="x">',
  '<blockquote cite="javascript:alert(1)">x</blockquote>',
  '\u003cscript\u003ealert(1)\u003c/script\u003e',
  '<p>a&#13;b&#0;c&#x1F;d&#xFFFE;e</p>',
];

describe.each(ATTACKS)('%j', (attack) => {
  test('becomes harmless, as HTML and inside Markdown', () => {
    for (const kind of ['html', 'markdown'] as const) {
      for (const around of [attack, `before ${attack} after`, `<p>${attack}</p>`, `- ${attack}\n\n> ${attack}`]) {
        const { body } = read(around, kind);
        if (body.html !== undefined) expectSafe(body.html);
      }
    }
  });
});

test.each([
  '[x](javascript:alert(1))',
  '[x](JavaScript:alert(1))',
  '[x]( javascript:alert(1))',
  '[x](<javascript:alert(1)>)',
  '[x](&#106;avascript:alert(1))',
  '[x][a]\n\n[a]: javascript:alert(1)',
  '<javascript:alert(1)>',
  '![x](javascript:alert(1))',
  '![x](data:image/png;base64,AA "onerror=alert(1)")',
  '[x](https://ok.example "\\" onclick=alert(1)")',
  '`<script>`',
  '```<script>\nalert(1)\n```',
  '```"><script>alert(1)</script>\nx\n```',
])('the Markdown %j becomes harmless', (source) => {
  expectSafe(read(source, 'markdown').body.html ?? '');
});

test('any text becomes a well-formed, harmless fragment', () => {
  const markup = fc.constantFrom(
    '<p>',
    '</p>',
    '<a href="',
    '">',
    '<img src=',
    '<table>',
    '<td',
    ' title="',
    "'",
    '<b',
    '*',
    '_',
    '`',
    '[',
    '](',
    ')',
    '\n\n',
    '> ',
    '- ',
    '[^1]',
    '\n[^1]: ',
    '|',
    '<svg>',
    '<pre>',
    '<marquee>',
    '</marquee>',
    '<h2>',
    '<li>',
    '<dd>',
    '<section>',
    '<iframe src=x>',
    '</iframe>',
    '</a>',
    '</',
    '<!',
    '&#',
    ';',
  );
  const source = fc.array(fc.oneof(anyText, markup), { maxLength: 30 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(source, fc.constantFrom('html' as const, 'markdown' as const), (text, kind) => {
      const { body } = read(text, kind);
      if (body.html !== undefined) {
        expectSafe(body.html);
        // Readers see what was meant.
        expect(read(body.html).body.html).toBe(body.html);
      }
      expect(body.text).not.toMatch(/^\s|\s$|\s\s|[^\S ]/);
    }),
    runs(300),
  );
});

describe('addresses', () => {
  test('nothing relative is left', () => {
    const { body } = read(
      '<a href="other">1</a><a href="/r">2</a><a href="#p">3</a><a href="?q">4</a><a href="//cdn.example/x">5</a><a href="">6</a><img src="i j.png"><img src="../k.png"><q cite="c">7</q><del cite="d">8</del>',
    );
    const addresses = [...(body.html ?? '').matchAll(/(?:href|src|cite)="([^"]*)"/g)].map(([, address]) => address);
    expect(addresses).toEqual([
      'https://publisher.example/news/other',
      'https://publisher.example/r',
      'https://publisher.example/news/story.html?x=1#p',
      'https://publisher.example/news/story.html?q',
      'https://cdn.example/x',
      'https://publisher.example/news/i%20j.png',
      'https://publisher.example/k.png',
      'https://publisher.example/news/c',
    ]);
  });

  test('lose the line breaks and tabs that browsers take out of them', () => {
    const { body } = read('<a href="https://z.example/a\n\tb?c=&#10;d">x</a> <img src="/e\nf.png">');
    expect(body.html).toBe('<a href="https://z.example/ab?c=d">x</a> <img src="https://publisher.example/ef.png" />');
  });

  test('of mail and telephone stay', () => {
    const { body, findings } = read('<a href="mailto:a@b.example?subject=x">m</a> <a href="tel:+34123">t</a>');
    expect(body.html).toBe('<a href="mailto:a@b.example?subject=x">m</a> <a href="tel:+34123">t</a>');
    expect(findings).toEqual([]);
  });

  test.each([
    ['![a]({{site.baseurl}}/b.png) ![c](/{{d}}.png)', 'markdown', ['body/template-code', 'body/removed-address']],
    [
      '<img src="{{ site.url }}/b.png"><img src="{{ "/c.png" | url }}">',
      'html',
      ['body/template-code', 'body/removed-address'],
    ],
    ['<a href="{% post_url 2022-07-04-b %}"></a>', 'html', ['body/template-code', 'body/removed-address']],
    ['<iframe src="{{ page.video }}" title></iframe>', 'html', ['body/template-code', 'body/removed-markup']],
  ] as const)('with template code lead nowhere: %j', (source, kind, codes) => {
    const { body, findings } = read(source, kind);
    expect(body.html ?? '').not.toMatch(/publisher|7B/i);
    expect([...new Set(codesOf(findings))]).toEqual(expect.arrayContaining([...codes]));
  });

  test.each([
    [
      '![a](~/a.png)\n\n![b](~/b.png)\n![c](@/c.png)\n\n- ![d](~/d.png)\n\ne ![f](~/f.png)',
      '<ul>\n<li></li>\n</ul>\n<p>e </p>',
    ],
    ['<p><span hidden>a</span> </p><p></p>b', '<p></p>b'],
    ['[![a](~/a.png)](/b) [c ![d](~/d.png)](/e)', '<p> <a href="https://publisher.example/e">c </a></p>'],
    [
      '<figure><a href="/a"><picture><source srcset="~/b.webp">\n<img src="~/b.png"></picture></a></figure>\n\nc',
      '<p>c</p>',
    ],
    ['<figure><img src="~/a.png"><figcaption>b</figcaption></figure>', '<figure><figcaption>b</figcaption></figure>'],
  ])('and nothing is left of a paragraph of such pictures: %j', (source, expected) => {
    expect(read(source, 'markdown').body.html).toBe(expected);
  });

  test.each([
    '<!-- more -->',
    '<!--more-->',
    '<!-- truncate -->',
    '<!-- excerpt -->',
    '{/* truncate */}',
    '<!-- wp:paragraph {"a":1} -->\n<p>a</p>\n<!-- /wp:paragraph -->',
  ])('remarks that generators write and read are left out without a word: %s', (source) => {
    const { body, findings } = read(`a\n\n${source}\n\nb`, 'markdown');
    expect(body.html).not.toContain('<!--');
    expect(codesOf(findings)).toEqual([]);
  });

  test.each([
    ['One.\n\n<!-- more -->\n\nTwo.', 'One.'],
    ['One. <!--more-->\nTwo.\n\nThree.', 'One. Two.'],
    // As Hexo takes it, too.
    ['One.\n\n<!--- More --->\n\nTwo.', 'One.'],
    ['One.\n\n{/* truncate */}\n\nTwo.\n\n<!-- more -->\n\nThree.', 'One.'],
    ['One.\n\n- Two.\n- Three.\n  <!-- truncate -->\n\nFour.', 'One. Two. Three.'],
    // Nothing that could stand for all of it.
    ['![a](https://a.example/b.png)\n\n<!-- more -->\n\nOne.', 'One.'],
    ['<!-- excerpt -->\n\nOne.', 'One.'],
    ['One.\n\n`<!-- more -->` and `{/* truncate */}`\n\nTwo.', 'One. <!-- more --> and {/* truncate */} Two.'],
    ['<!-- wp:paragraph -->\n<p>One.</p>\n<!-- /wp:paragraph -->\n\nTwo.', 'One. Two.'],
    ['One.\n<span hidden>a</span>\n\n<!-- more -->\n\nTwo.', 'One.'],
  ])('a mark ends what may stand for all of it: %j', (source, beginning) => {
    expect(read(source, 'markdown').body.beginning).toBe(beginning);
  });

  test.each(['<!-- more to come -->', '<!-- truncated here -->', '<!-- excerpt of a letter -->'])(
    'others are told: %s',
    (source) => {
      expect(codesOf(read(source, 'markdown').findings)).toEqual(['body/removed-markup']);
    },
  );

  test.each(['other.md', './2024/a.mdx#b', '@/blog/a.md', '/posts/a.markdown?x', '__GHOST_URL__/a/'])(
    'of what becomes a page elsewhere lead nowhere: %j',
    (address) => {
      const { body, findings } = read(`[a](${address})`, 'markdown');
      expect(body.html).toBe('<p><a>a</a></p>');
      expect(codesOf(findings)).toEqual(['body/removed-address']);
    },
  );

  test.each(['https://z.example/a.md', '//z.example/a.md', 'a.md.html', 'a?b.md'])(
    'of other files stay: %j',
    (address) => {
      expect(read(`<a href="${address}">a</a>`).body.html).toMatch(/^<a href="https:\/\/[^"]*md/);
    },
  );

  test('of files stay beside a page that is one', () => {
    const page = 'https://code.example/docs/a.md' as AbsoluteUrl;
    const source = { text: '[b](b.md)', kind: 'markdown', field: 'The body', at: { start: 0, end: 1 } } as const;
    expect(parseBody(source, page, () => undefined).html).toBe('<p><a href="https://code.example/docs/b.md">b</a></p>');
  });

  test('may hold braces', () => {
    expect(read('<a href="https://z.example/{id}?q={{&quot;">x</a> {{ count }}')).toMatchObject({
      body: { html: '<a href="https://z.example/%7Bid%7D?q=%7B%7B%22">x</a> {{ count }}' },
      findings: [],
    });
  });

  test.each([
    ['[caption id="a" width="300"]![x](https://z.example/x.jpg) Words[/caption]', true],
    ['[gallery ids="1,2"]', true],
    ['\\[gallery ids="1,2"\\]', true],
    ['[embed]https://z.example/[/embed]', true],
    [':::note\nWords\n:::', false],
    ['{% highlight js %}\na\n{% endhighlight %}\nb', false],
    ['{% highlight js %}\na\n{% endhighlight %}\n{% b %}', true],
    ['[a]({% post_url b %})', true],
    ["import X from './x';", true],
    ['[video](https://z.example/v) [gallery] `[gallery ids="1"]`', false],
    ['```\nimport X from "x";\n:::note\n```', false],
    ['Import duties rose from "a" to b.\nimport duties', false],
  ])('code of other generators is told: %j', (source, isTold) => {
    expect(codesOf(read(source, 'markdown').findings).includes('body/template-code')).toBe(isTold);
  });

  test.each([
    ['a{% comment %} no\n\nno {% endcomment %} b', 'a b'],
    ['a {%- comment -%}no{%- endcomment -%}b {% comment %}no{% endcomment %}c', 'a b c'],
    ['a\n\n{::comment}\nno\n{:/comment}\n\nb', 'a b'],
    ['a {{< comment >}}no{{< /comment >}} b', 'a b'],
    ['`{% comment %}` a {% comment %} no {% endcomment %}', '{% comment %} a'],
    ['a {% comment %} b `{% endcomment %}`', 'a {% comment %} b {% endcomment %}'],
    ['`` {% comment %} ` {% endcomment %} `` a', '{% comment %} ` {% endcomment %} a'],
    ['`a {% comment %}\nb {% endcomment %}` a', 'a {% comment %} b {% endcomment %} a'],
    ['it`s\n\n- it`s {% comment %}no{% endcomment %}\n- it`s', 'it`s it`s it`s'],
    ['```npm i```\n\na {% comment %}no{% endcomment %}b', 'npm i a b'],
    [
      '1. ```\n   {% comment %}a{% endcomment %}\n   ```\n\n{% comment %}no{% endcomment %}b',
      '{% comment %}a{% endcomment %} b',
    ],
    ['> ```\n> a\n\n{% comment %}no{% endcomment %}b', 'a b'],
    ['```\n> ```\n{% comment %}a{% endcomment %}\n```', '> ``` {% comment %}a{% endcomment %}'],
    [
      '{% raw %}{% comment %}a{% endcomment %}{% endraw %} {% comment %}no{% endcomment %}b {% raw %}',
      '{% raw %}{% comment %}a{% endcomment %}{% endraw %} b {% raw %}',
    ],
    ['a {/* no\n\nno */} b `{/* c */}` {/* d', 'a b {/* c */} {/* d'],
    ['a\n\n    {/* b */}\n\n<pre>{/* c */}</pre>\n\n{/* no\n    no */} d', 'a {/* b */} {/* c */} d'],
  ])('remarks of generators are no text: %j', (source, expected) => {
    expect(read(source, 'markdown').body.text).toBe(expected);
  });

  test.each([
    ['<p>a {/* b */}</p>', '<p>a {/* b */}</p>'],
    ['<p>a{% comment %} <b>no</b>\n{% endcomment %} b</p>', '<p>a b</p>'],
    ['<p>a</p>{{% comment %}}<p>no</p>{{% /comment %}}{::comment}no{:/}b', '<p>a</p>b'],
    ['<!-- {% comment %} <pre> --><p>no</p><!-- {% endcomment %} --><p>b</p>', '<p>b</p>'],
    ['<p a={% comment %}>no{% endcomment %}>b</p>', '<p>b</p>'],
    ['{% comment %}{::comment}no{% endcomment %}no{:/comment}b', 'no{:/comment}b'],
    [
      '<pre>{% comment %}</pre> {% comment %}no{% endcomment %}<CODE>\n{% endcomment %}</CODE >',
      '<pre>{% comment %}</pre> <code>\n{% endcomment %}</code>',
    ],
    ['<script>"<pre>"</script>{% comment %}no{% endcomment %}b', 'b'],
    ['a {% comment %} b', 'a {% comment %} b'],
  ])('nor are those in HTML: %j', (source, expected) => {
    expect(read(source).body.html).toBe(expected);
  });

  test.each([
    ['a %%no%%, %%50% no%%\nb', 'a , b'],
    ['a\n\n%%\nno\n\nno\n%%\n\nb', 'a b'],
    ['a\r\n\r\n%% no:no\r\n```\r\n%%\r\n```\r\n%%\r\nb', 'a b'],
    ['%% no %%', ''],
    ['> %%no%% a', 'a'],
    ['- a\n    - b %%no%%', 'a b'],
    ['100%% sure, %%no%%50%% not', '100%% sure, %%no%%50%% not'],
    ['`%%a%%` %%no%% <code>%%b%%</code>', '%%a%% %%b%%'],
    ['```\n%%\na\n%%\n```', '%% a %%'],
    ['<pre>\n%%\na\n%%\n</pre>', '%% a %%'],
    ['    %%a%%\n    %% b %%', '%%a%% %% b %%'],
    ['https://z.example/%%20a%%20b and /%%20a%%/', 'https://z.example/%%20a%%20b and /%%20a%%/'],
    ['for %%a in (*) do echo %%a', 'for %%a in (*) do echo %%a'],
    ['%% is one, as %% is', '%% is one, as %% is'],
    ['a%%b%% %%no%% %%%%', 'a%%b%% %%%%'],
    ['`` a %%b%% c `` %%no%%', 'a %%b%% c'],
  ])('of remarks of Obsidian only those are text that may be something else: %j', (source, expected) => {
    expect(read(source, 'markdown').body.text).toBe(expected);
  });

  test('a line of as many marks as a file may hold ends no build', () => {
    const length = 4 * 1024 * 1024;
    for (const marks of ['>', '- ', '%%% ', '%%% % ']) expect(wikiIn(marks.repeat(length / marks.length))).toBe(-1);
  });

  test('a line of remarks holds nothing apart', () => {
    expect(read('- a\n%%no%%\n- b', 'markdown').body.html).toBe('<ul>\n<li>a</li>\n<li>b</li>\n</ul>');
    expect(read('a\n%%\nno\n%%\nb', 'markdown').body.html).toBe('<p>a</p>\n<p>b</p>');
  });

  test('places behind a remark are those of the file', () => {
    const { findings } = read(
      'a\n{% comment %}\nno{::comment}no{:/}\n{% endcomment %}{::comment}no{:/}\n<p onclick>{% x %}</p>\n<form>',
    );
    expect(findings.map(({ code, position }) => [code, position?.line, position?.column])).toEqual([
      ['body/removed-markup', 2, 1],
      ['body/template-code', 5, 12],
      ['body/removed-markup', 5, 1],
      ['body/removed-markup', 6, 1],
    ]);
  });

  test.each([
    ['[[Note]] and', true],
    ['[[toc]]\n\n[[_TOC_]]', false],
    ['a ![[b.png|300]]', true],
    ['a word%%remark%%', true],
    ['write %% for one, and %% again', true],
    ['a\n\n%%\nwithout an end', true],
    ['> %%\n> b\n> %%', true],
    ['[[1]](https://z.example/) `[[a]]` a[[0]] \\[[b]] [[c]]: d', false],
    ['100%% and 50%%', false],
    ['a %%remark%% [b](https://z.example/%%20c%%20d)', false],
    ['```\n[[ -f x ]]\n```\n%%d and %%s', false],
  ])('what only wikis read is told: %j', (source, isTold) => {
    expect(codesOf(read(source, 'markdown').findings).includes('body/wiki-syntax')).toBe(isTold);
  });

  test('places behind tags around code are those of the file', () => {
    const { findings } = read('{% highlight js %}\na\n{% endhighlight %}\n[b]({% c "d" %})\n\n{% e %}', 'markdown');
    expect(findings.map(({ code, position }) => [code, position?.line, position?.column])).toEqual([
      ['body/template-code', 4, 5],
      ['body/removed-address', 1, 1],
    ]);
  });

  test('that cannot be used are told once a kind, with the first place', () => {
    const { findings } = read('<p>\n<a href="javascript:1">x</a>\n<a href="javascript:2">x</a></p>');
    expect(findings.map(({ code, position }) => [code, position?.line, position?.column])).toEqual([
      ['body/removed-address', 2, 1],
    ]);
  });
});

describe('Markdown', () => {
  test.each([
    ['**b** _i_ `c`', '<p><strong>b</strong> <em>i</em> <code>c</code></p>'],
    ['```js\na < b\n```', '<pre><code class="language-js">a &#x3C; b\n</code></pre>'],
    ['- [x] a\n- [ ] b', '<ul>\n<li>☑ a</li>\n<li>☐ b</li>\n</ul>'],
    [
      '|a|b|\n|:-|-:|\n|1|2|',
      '<table>\n<thead>\n<tr>\n<th align="left">a</th>\n<th align="right">b</th>\n</tr>\n</thead>\n<tbody><tr>\n<td align="left">1</td>\n<td align="right">2</td>\n</tr>\n</tbody></table>',
    ],
    [
      '~~s~~ https://a.example/?b=c&d',
      '<p><del>s</del> <a href="https://a.example/?b=c&#x26;d">https://a.example/?b=c&#x26;d</a></p>',
    ],
    ['a\\\nb', '<p>a<br />b</p>'],
    ['1\r\n\r\n2\r3', '<p>1</p>\n<p>2\n3</p>'],
    ['![alt](p.png "t")', '<p><img src="https://publisher.example/news/p.png" alt="alt" title="t" /></p>'],
    ['2. two\n3. three', '<ol start="2">\n<li>two</li>\n<li>three</li>\n</ol>'],
    // Attribute lists of kramdown and Hugo.
    ['a\n{: .note #b c="d"}\n\n## e {#f}\n{: .no_toc}', '<p>a\n</p>\n<h2>e</h2>'],
    ['*a*{:.red}, b\n====', '<h1><em>a</em>, b</h1>'],
    [
      '# a { #b }\n# c {.d .e-f}\n# g `h` { #i data-toc-label="J k" }\n# l {#m .unnumbered}\n# n {#ö·桥}',
      '<h1>a</h1>\n<h1>c</h1>\n<h1>g <code>h</code></h1>\n<h1>l</h1>\n<h1>n</h1>',
    ],
    [
      '# a {b, c}\n# d{.e}\n# {.f} g\n# h {i=j}',
      '<h1>a {b, c}</h1>\n<h1>d{.e}</h1>\n<h1>{.f} g</h1>\n<h1>h {i=j}</h1>',
    ],
    // Where a page has its table of contents.
    ['* content\n{:toc}\n\na', '<p>a</p>'],
    ['a\n\n1. TOC\n{: .c toc }\n# b', '<p>a</p>\n<h1>b</h1>'],
    ['- a\n- b\n{:.toc}', '<ul>\n<li>a</li>\n<li>b</li>\n</ul>'],
    ['[TOC]\n\na', '<p>a</p>'],
    ['@[toc](Inhalt)\r\n# a\r\n', '<h1>a</h1>'],
    ['[[toc]]\n[[_TOC_]]\na', '<p>a</p>'],
    ['a [TOC] b', '<p>a [TOC] b</p>'],
    // Code between the tags of site generators.
    [
      '{% highlight java %}\nList<T> a_b_c;\n\n  d\n{% endhighlight %}',
      '<pre><code class="language-java">List&#x3C;T> a_b_c;\n\n  d\n</code></pre>',
    ],
    [
      '{{< highlight go "linenos=table" >}}\r\na\r\n{{< /highlight >}}\r\nb',
      '<pre><code class="language-go">a\n</code></pre>\n<p>b</p>',
    ],
    [
      '- a\n\n  {%- codeblock a.js lang:js -%}\n  b\n  {% endcodeblock %}',
      '<ul>\n<li><p>a</p>\n<pre><code class="language-js">b\n</code></pre>\n</li>\n</ul>',
    ],
    [
      '{% highlight %}\na\n{% endhighlight %}\n{% highlight x %}',
      '<pre><code>a\n</code></pre>\n<p>{% highlight x %}</p>',
    ],
    ['a {% highlight x %}\nb\n{% endhighlight %}', '<p>a {% highlight x %}\nb\n{% endhighlight %}</p>'],
    [
      '```\n{% highlight x %}\na\n{% endhighlight %}\n```',
      '<pre><code>{% highlight x %}\na\n{% endhighlight %}\n</code></pre>',
    ],
    ['{% highlight x %}\n`a\n```\n{% endhighlight %}', '<pre><code class="language-x">`a\n```\n</code></pre>'],
    ['{% highlight x %}\na\n      {% endhighlight %}\nb', '<pre><code class="language-x">a\n</code></pre>\n<p>b</p>'],
    // Where no fence can stand for them, they stay.
    [
      '- a\n  {% highlight x %}\nb\n  {% endhighlight %}\n\nc',
      '<ul>\n<li>a\n{% highlight x %}\nb\n{% endhighlight %}</li>\n</ul>\n<p>c</p>',
    ],
    [
      '{% highlight x %}\n~~~~~~~~\n{% endhighlight %}\n{% highlight y %}\na\n{% endhighlight %}',
      '<p>{% highlight x %}</p>\n<pre><code>{% endhighlight %}\n{% highlight y %}\na\n{% endhighlight %}\n</code></pre>',
    ],
    [
      '{% highlight x %}\n<div><pre>\n{% endhighlight %}\n{% highlight y %}\na\n{% endhighlight %}',
      '<pre><code class="language-x">&#x3C;div>&#x3C;pre>\n</code></pre>\n<pre><code class="language-y">a\n</code></pre>',
    ],
    [
      '<div>\n{% highlight x %}\na\n\nb\n{% endhighlight %}\n{% highlight y %}\n{% endhighlight %}',
      '<div>\n{% highlight x %}\na<p>b\n{% endhighlight %}\n{% highlight y %}\n{% endhighlight %}</p>\n</div>',
    ],
    [
      '<div>\n{% highlight x %}\na\n{% endhighlight %}\n</div>\n\n{% highlight x %}\na\n{% endhighlight %}',
      '<div>\n{% highlight x %}\na\n{% endhighlight %}\n</div><pre><code class="language-x">a\n</code></pre>',
    ],
    // Callouts, as many generators have them.
    [
      'a\n\n> [!NOTE]\n> *b*\n> c',
      '<p>a</p>\n<blockquote>\n<p><strong>Note</strong></p>\n<p><em>b</em>\nc</p>\n</blockquote>',
    ],
    ['> [!tip]- My `a` tip\r\n> b', '<blockquote>\n<p>My <code>a</code> tip</p>\n<p>b</p>\n</blockquote>'],
    ['> a\n> [!NOTE]\n> b', '<blockquote>\n<p>a\n[!NOTE]\nb</p>\n</blockquote>'],
    [
      '```\n> [!NOTE]\n:::note\n!!! note\n    a\n:::\n```',
      '<pre><code>> [!NOTE]\n:::note\n!!! note\n    a\n:::\n</code></pre>',
    ],
    ['a\n:::tip[Own *title*]\nb\n:::\nc', '<p>a</p>\n<p>Own <em>title</em></p>\n<p>b</p>\n<p>c</p>'],
    ['::: warning Look out\n\n- a\n\n:::', '<p><strong>Look out</strong></p>\n<ul>\n<li>a</li>\n</ul>'],
    [
      '::::danger\na\n:::: group {.b}\n:::INFO\nc\n:::\n::::\n::::\n:::',
      '<p><strong>Danger</strong></p>\n<p>a</p>\n<p><strong>Info</strong></p>\n<p>c</p>\n<p>:::</p>',
    ],
    [':::note\na', '<p>:::note\na</p>'],
    [
      '- a\n\n  :::note\n  b\n  :::\n- c',
      '<ul>\n<li><p>a</p>\n<p><strong>Note</strong></p>\n<p>b</p>\n</li>\n<li><p>c</p>\n</li>\n</ul>',
    ],
    [
      'a\n!!! note inline end "b \'c\'"\n\n    d\n    ???+ tip\n        - e\n\n\t```\n\tf\n\t```\ng',
      "<p>a</p>\n<p><strong>b 'c'</strong></p>\n<p>d</p>\n<p><strong>Tip</strong></p>\n<ul>\n<li>e</li>\n</ul>\n<pre><code>f\n</code></pre>\n<p>g</p>",
    ],
    // One inside another, and in a list's item, however far in its text stands.
    [
      '> [!note|wide] a\n> b\n> > [!tip]\n> > c\n>\n> > [!todo] d\n> > > [!quote]\n> > > e\n> > [!no]',
      '<blockquote>\n<p><strong>a</strong></p>\n<p>b</p>\n<blockquote>\n<p><strong>Tip</strong></p>\n<p>c</p>\n</blockquote>\n<blockquote>\n<p><strong>d</strong></p>\n<blockquote>\n<p><strong>Quote</strong></p>\n<p>e\n[!no]</p>\n</blockquote>\n</blockquote>\n</blockquote>',
    ],
    [
      '1. a\n\n    !!! note\n        b\n\n        !!! tip "c"\n            d\n\n    :::tip\n    e\n    :::\n\n        :::tip',
      '<ol>\n<li><p>a</p>\n<p> <strong>Note</strong></p>\n<p> b</p>\n<p> <strong>c</strong></p>\n<p> d</p>\n<p> <strong>Tip</strong></p>\n<p> e</p>\n<pre><code> :::tip\n</code></pre>\n</li>\n</ol>',
    ],
    [
      '*\ta\n\n\t- b\n\n\t    > [!NOTE]\n\t    > c\n\n\td\n\n\te\n\nf\n\n\t> [!NOTE]',
      '<ul>\n<li><p>a</p>\n<ul>\n<li><p>b</p>\n<blockquote>\n<p><strong>Note</strong></p>\n<p>c</p>\n</blockquote>\n</li>\n</ul>\n<p>d</p>\n<p>e</p>\n</li>\n</ul>\n<p>f</p>\n<pre><code>> [!NOTE]\n</code></pre>',
    ],
    [
      '!!! note\n    !!! tip "a"\n        b\n    c\n\nd',
      '<p><strong>Note</strong></p>\n<p><strong>a</strong></p>\n<p>b</p>\n<p>c</p>\n<p>d</p>',
    ],
    ['-\ta\n\n\t!!! tip\n\t\tb', '<ul>\n<li><p>a</p>\n<p><strong>Tip</strong></p>\n<p>b</p>\n</li>\n</ul>'],
    // A line across the page begins no list.
    ['a\n\n* * *\n\n    > [!NOTE]', '<p>a</p>\n<hr />\n<pre><code>> [!NOTE]\n</code></pre>'],
    // The title of what is none of these.
    [':::theorem[a]\nb\n:::\n:::col 1\nc\n:::', '<p><strong>a</strong></p>\n<p>b</p>\n<p>c</p>'],
    ['!!! note ""\n    a', '<p>a</p>'],
    // Components of Nuxt Content, with what they are told.
    [
      'a\n\n::note\nb\n::\n\n::card{icon="c" :d="e"}\n---\ntitle: A card\nlinks:\n  - f\n---\n:::tip\ng\n:::\n::\nh',
      '<p>a</p>\n<p><strong>Note</strong></p>\n<p>b</p>\n<p><strong>Tip</strong></p>\n<p>g</p>\n<p>h</p>',
    ],
    ['::card\n---\na: b\n\nc\n\n---\n::', '<hr />\n<p>a: b</p>\n<p>c</p>\n<hr />'],
    ['Namely::\n\n    a\n\n::\n\n::std', '<p>Namely::</p>\n<pre><code>a\n</code></pre>\n<p>::</p>\n<p>::std</p>'],
    // Tabs of Material for MkDocs.
    [
      'a\n\n=== "C"\n\n    ``` c\n    b\n    ```\n\n===! "D `e`"\n\n    !!! tip\n        f',
      '<p>a</p>\n<p><strong>C</strong></p>\n<pre><code class="language-c">b\n</code></pre>\n<p>D <code>e</code></p>\n<p><strong>Tip</strong></p>\n<p>f</p>',
    ],
    ['a\n===\n\n=== "b"\nc', '<h1>a</h1>\n<p>=== "b"\nc</p>'],
    ['!!! hear\nhear', '<p>!!! hear\nhear</p>'],
    // A player, or a preview of a page, in Hashnode.
    [
      '%[https://z.example/b?c=1] \r\n\r\na',
      '<p><a href="https://z.example/b?c=1">https://z.example/b?c=1</a></p>\n<p>a</p>',
    ],
    ['```\n%[https://z.example/b]\n```', '<pre><code>%[https://z.example/b]\n</code></pre>'],
    ['    %[https://z.example/b]', '<pre><code>%[https://z.example/b]\n</code></pre>'],
    ['<pre>\n%[https://z.example/b]\n</pre>', '<pre>%[https://z.example/b]\n</pre>'],
    ['<div>\n%[https://z.example/b]\n</div>', '<div>\n%[https://z.example/b]\n</div>'],
    // Between dollar signs stands a formula.
    [
      '$a*b*c$, $\\mathbf{x}_i = \\sum_j a_{ij}$ and $$\\{_a_\\}$$',
      '<p>$a*b*c$, $\\mathbf{x}_i = \\sum_j a_{ij}$ and $$\\{_a_\\}$$</p>',
    ],
    ['*see $a*b$ there*, $a<b$th, 令$a_b&lt;_c$', '<p><em>see $a*b$ there</em>, $a&#x3C;b$th, 令$a_b&#x3C;_c$</p>'],
    ['$$\na\n+ b \\\\\n=\n# c\n$$\nd', '<p>$$\na\n+ b \\\\\n=\n# c\n$$</p>\n<p>d</p>'],
    ['a\n$$\nb*c*d \\\\\n$$\ne', '<p>a\n$$\nb*c*d \\\\\n$$\ne</p>'],
    // These are sums of money and names.
    ['($AAA) and *b* ($CCC), $5*d*$e', '<p>($AAA) and <em>b</em> ($CCC), $5<em>d</em>$e</p>'],
    ['$5 for *a* and $6, 7$ *b*, $8*c*$9', '<p>$5 for <em>a</em> and $6, 7$ <em>b</em>, $8<em>c</em>$9</p>'],
    [
      '$A [b](https://z.example/$c) `$d` *e* \\$f*g*h$',
      '<p>$A <a href="https://z.example/$c">b</a> <code>$d</code> <em>e</em> $f<em>g</em>h$</p>',
    ],
    ['**A$** or **US$**, $5 <b>c</b> US$', '<p><strong>A$</strong> or <strong>US$</strong>, $5 <b>c</b> US$</p>'],
    ['$: *5* or 6$, ($7) or *8* ($)', '<p>$: <em>5</em> or 6$, ($7) or <em>8</em> ($)</p>'],
    ['$$ *a*\n\n*b* $$', '<p>$$ <em>a</em></p>\n<p><em>b</em> $$</p>'],
    // No formula holds HTML, or an address.
    ['$5 <!-- no --> *a* 6$, $$<!-- no -->$$', '<p>$5  <em>a</em> 6$, $$$$</p>'],
    ['$$\n<!-- no -->\n<b>a</b>\n$$', '<p>$$</p>\n\n<p><b>a</b>\n$$</p>'],
    ['$5 https://z.example/ *a* 6$', '<p>$5 <a href="https://z.example/">https://z.example/</a> <em>a</em> 6$</p>'],
    // One tilde is a range, or what stands low; two strike.
    ['3~5 to 10~20, H~2~O', '<p>3~5 to 10~20, H~2~O</p>'],
    ['~~a~~ ~b~~ ~~c~ ~~~d~~~', '<p><del>a</del> ~b~~ ~~c~ ~~~d~~~</p>'],
    // Addresses that they make.
    ['[a]({% post_url 2024-01-02-b %}) [c]({{< ref "d.md" >}}#e)', '<p><a>a</a> <a>c</a></p>'],
    ['[a]({{ site.baseurl }}{% post_url 2024-01-02-b %}#c).', '<p><a>a</a>.</p>'],
    [
      '1. a\n\n    [b]({% post_url c %})\n\n        [d]({{ e }})',
      '<ol>\n<li><p>a</p>\n<p> <a>b</a></p>\n<pre><code> [d]({{ e }})\n</code></pre>\n</li>\n</ol>',
    ],
    ['[a][1] ![b]({{ "/c (1).png" | relative_url }} "d")\n\n[1]: {{ site.url }}/e', '<p><a>a</a> </p>'],
    ['`[a]({% b %})` [c]({{ d', '<p><code>[a]({% b %})</code> [c]({{ d</p>'],
    ['    [a]({% b c %})', '<pre><code>[a]({% b c %})\n</code></pre>'],
    ['<pre>[a]({% b c %})</pre>', '<pre>[a]({% b c %})</pre>'],
    // A whole document is none of it.
    ['\n<!DOCTYPE html>\n<html><body>\n\n    <p>*a*</p>\n\n    <p>b</p></body></html>', '<p>*a*</p>\n\n    <p>b</p>'],
    ['<html>\n\n    a', 'a'],
    ['<htmlx>\n\n    a', '<pre><code>a\n</code></pre>'],
    [
      '|a|b|\n|-|-|\n|{: .c}|1|\n{: .table}',
      '<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody><tr>\n<td></td>\n<td>1</td>\n</tr>\n</tbody></table>',
    ],
    ['{: .a}', undefined],
    // Without a colon, behind a link or a picture alone.
    [
      '[a](https://z.example/){ .b #c } ![d](/e.png){width="300" align=left}{.f} [g][h]{target=_blank}\n\n[h]: /i',
      '<p><a href="https://z.example/">a</a> <img src="https://publisher.example/e.png" alt="d" /> <a href="https://publisher.example/i">g</a></p>',
    ],
    [
      '[a](/b) {.c} [d](/e){f} [g](/h){ } *i*{.j} {.k}',
      '<p><a href="https://publisher.example/b">a</a> {.c} <a href="https://publisher.example/e">d</a>{f} <a href="https://publisher.example/h">g</a>{ } <em>i</em>{.j} {.k}</p>',
    ],
    // What abbreviations mean.
    ['A B.\n\n*[A]: *Alpha* x\n*[B C]: y\n\nz', '<p>A B.</p>\n<p>z</p>'],
    ['*[a]: b.*', '<p><em>[a]: b.</em></p>'],
    ['*[a]: b\nc.*\n\n*[d]: e', '<p><em>[a]: b\nc.</em></p>'],
    [
      'd[^e]\n\n*[a]: b\n[^e]: f\n\n*[a]: b\n[c]: /d',
      '<p>d<sup>[1]</sup></p>\n<hr />\n<ol>\n<li><p>f</p>\n</li>\n</ol>',
    ],
    ['*[d] e*\n\n    *[f]: g', '<p><em>[d] e</em></p>\n<pre><code>*[f]: g\n</code></pre>'],
    ['{:ok, a} {#b} `{: .c}`', '<p>{:ok, a} {#b} <code>{: .c}</code></p>'],
    ['***', undefined],
    ['<!-- only a remark -->', undefined],
    [' \n\t\n', undefined],
  ])('%j', (source, expected) => {
    expect(read(source, 'markdown').body.html).toBe(expected);
  });

  const notes = (...items: string[]) => `<hr />\n<ol>\n${items.map((item) => `<li>${item}\n</li>\n`).join('')}</ol>`;

  test.each([
    ['a[^1].\n\n[^1]: Ibid.', `<p>a<sup>[1]</sup>.</p>\n${notes('<p>Ibid.</p>')}`],
    [
      'a[^x] b[^y] c[^X]\n\n[^y]: One\n[^x]: *Two*\nlines\n\n    More\n\n[^z]: Not named\n# d',
      `<p>a<sup>[1]</sup> b<sup>[2]</sup> c<sup>[1]</sup></p>\n<h1>d</h1>\n${notes(
        '<p><em>Two</em>\nlines</p>\n<p>More</p>',
        '<p>One</p>',
        '<p>Not named</p>',
      )}`,
    ],
    [
      '- a[^1]\n\n  [^1]: b[^2]\n\n> [^2]: - c\n\nd\n\n[^2]: e',
      `<ul>\n<li><p>a<sup>[1]</sup></p>\n</li>\n</ul>\n<blockquote>\n</blockquote>\n<p>d</p>\n<p><sup>[2]</sup>: e</p>\n${notes(
        '<p>b<sup>[2]</sup></p>',
        '<ul>\n<li>c</li>\n</ul>',
      )}`,
    ],
    [
      '![a[^1]](/p.png) [b]\n\n[^1]: c\n[b]: /d',
      `<p><img src="https://publisher.example/p.png" alt="a" /> <a href="https://publisher.example/d">b</a></p>\n${notes('<p>c</p>')}`,
    ],
    ['a[^1]\nb[^2]\n[^1]: c\n[^2]: d', `<p>a<sup>[1]</sup>\nb<sup>[2]</sup></p>\n${notes('<p>c</p>', '<p>d</p>')}`],
    ['[^1]: [^2]: a\r\nb', notes('<p>[^2]: a\nb</p>')],
    ['a[^1] `[^2]` \\[^2]\n\n    [^1]: b', '<p>a[^1] <code>[^2]</code> [^2]</p>\n<pre><code>[^1]: b\n</code></pre>'],
  ])('footnotes: %j', (source, expected) => {
    const { body, findings } = read(source, 'markdown');
    expect(body.html).toBe(expected);
    expect(findings).toEqual([]);
  });

  test('needs no finding for what Markdown itself writes', () => {
    expect(
      read('```js\nx\n```\n\n|a|\n|:-:|\n|1|\n\n- [x] a\n\n![b](c)\n\n1. d\n\n[^1] e <f@g.example>', 'markdown')
        .findings,
    ).toEqual([]);
  });
});

describe('what is large, and no attack, is read', () => {
  test.each([
    ['a table', `|${'a|'.repeat(10)}\n|${'-|'.repeat(10)}\n${`|${' **x** |'.repeat(10)}\n`.repeat(500)}`],
    ['a table of empty rows', `|a|b|\n|-|-|\n${'| | |\n'.repeat(9000)}\n${'Words. '.repeat(1000)}`],
    ['a quotation that goes on', '> Words that go on\nwithout a mark\n'.repeat(500)],
    ['a list of terms', '- **term**: what `it` means, and [where](/it) it is *said*!\n'.repeat(1500)],
    ['lists in lists', `- one\n  - two\n    - three *words*\n      > four\n`.repeat(2000)],
    ['one paragraph', `${'Words! And https://a.example/b_c, more & more; '.repeat(1500)}\n`],
    ['headings', 'Words\n-----\n'.repeat(30_000)],
    ['a book', 'A paragraph with **bold** and *slanted* words, and a [link](/there).\n\n'.repeat(4000)],
    ['HTML that leaves its fonts open', '<p><font size="2" color="#333333">Words <b>and</b> words\n\n'.repeat(2000)],
  ])('%s', (_, source) => {
    const { body, findings } = read(source, 'markdown');
    expect(body.text.length).toBeGreaterThan(5000);
    expect(codesOf(findings)).not.toContain('body/too-deep');
  });
});

describe('HTML', () => {
  test.each([
    ['<p>a<p>b', '<p>a</p><p>b</p>'],
    ['<br><hr><wbr>x', '<br /><hr /><wbr />x'],
    ['a &amp; &lt;b&gt; &nbsp;&copy; c & d', 'a &#x26; &#x3C;b> \u00A0© c &#x26; d'],
    ['<B TITLE=x>b</b>', '<b title="x">b</b>'],
    ['<article><h1>t</h1></article>', '<h1>t</h1>'],
    [
      '<img src=a.png alt="" width=5 height=6 loading=lazy>',
      '<img src="https://publisher.example/news/a.png" alt="" width="5" height="6" />',
    ],
    ['<i title="a<b>\'&quot;">x</i>', '<i title="a&#x3C;b&#x3E;&#x27;&#x22;">x</i>'],
    ['<p>x ]]> y</p>', '<p>x ]]&#x3E; y</p>'],
    ['<i><p>a</i>b', '<i></i><p><i>a</i>b</p>'],
    ['<col>a<p>b</p>', 'a<p>b</p>'],
    ['<tr><td>a</td></tr>b', 'ab'],
    ['a</br>b', 'a<br />b'],
    ['<pre>\n\n  x</pre>', '<pre>\n\n  x</pre>'],
    ['<pre>\nx</pre>', '<pre>x</pre>'],
    ['<pre>&#13;x</pre>', '<pre>\n\nx</pre>'],
    ['<pre>\n\n\nx</pre>', '<pre>\n\n\nx</pre>'],
    ['<pre><code>\nx</code></pre>', '<pre><code>\nx</code></pre>'],
    ['<p>a<marquee><p>x</p></marquee>b</p>', '<p>a</p><p>x</p>b<p></p>'],
    [
      '<a href="https://z.example/">a<marquee><a href="https://y.example/">b</a></marquee></a>',
      '<a href="https://z.example/">a</a><a href="https://y.example/">b</a>',
    ],
    ['<h2>a<marquee><h3>b</h3></marquee></h2>', '<h2>a</h2><h3>b</h3>'],
    ['<ul><li>a<b><section><li>b</section></b></ul>', '<ul><li>a<b></b></li><li><b>b</b></li></ul>'],
    ['<dl><dt>a<div><section><dd>b</section></div></dl>', '<dl><dt>a<div></div></dt><dd>b</dd></dl>'],
    ['<ul><li>a<ul><li>b</ul></ul>', '<ul><li>a<ul><li>b</li></ul></li></ul>'],
    ['<ol><li value=7>x<li>y</ol>', '<ol><li value="7">x</li><li>y</li></ol>'],
    ['<p></p><div> </div>', undefined],
    ['<p>\u0007</p>\uFFFE', undefined],
    ['<script>only()</script>', undefined],
  ])('%j', (source, expected) => {
    expect(read(source).body.html).toBe(expected);
  });

  test('points at each element in its own line, whatever the line ends are', () => {
    const lines = [
      '<p>One <b onclick="x()">two</b></p>',
      '<!-- three -->',
      '',
      '<p style="x">four</p>\u0001',
      '<font color="red">five</font>',
      '<script>six</script>',
    ];
    for (const end of ['\n', '\r\n']) {
      const { findings } = read(lines.join(end));
      expect(findings.map(({ code, position }) => `${code} ${position?.line}:${position?.column}`)).toEqual([
        'article/invalid-xml-character 1:1',
        'body/removed-markup 1:8',
        'body/removed-markup 2:1',
        'body/removed-markup 4:1',
        'body/removed-markup 6:1',
        'body/removed-attribute 5:1',
      ]);
    }
  });

  test.each([
    ['<p hidden>a</p><p>b</p>', '<p>b</p>'],
    ['<p hidden="false">a</p><p>b</p>', '<p>b</p>'],
    ['<div style="font-size:0; DISPLAY : none !important"><p>a</p></div>b', 'b'],
    ['b<img style="display:none" src="https://count.example/1" width="1" height="1">', 'b'],
    ['b<img src="https://count.example/1" width="1" height="1">', 'b'],
    ['b<iframe style="display:none;visibility:hidden" src="https://count.example/"></iframe>', 'b'],
    ['<iframe style="display:none" src="https://count.example/"></iframe>', undefined],
  ])('what a page hides stays hidden: %j', (source, expected) => {
    const { body, findings } = read(source);
    expect(body.html).toBe(expected);
    expect(findings.map(({ message }) => message)).toEqual([
      'The HTML held a hidden element, which feeds may not carry; removed.',
    ]);
  });

  test.each([
    '<p hidden="until-found">a</p>',
    '<p style="display:block">a</p>',
    '<p style="x-display:none">a</p>',
    '<p data-hidden>a</p>',
  ])('and what it shows is shown: %j', (source) => {
    expect(read(source).body.html).toBe('<p>a</p>');
  });

  const SHOWN = '<img src="https://publisher.example/real.jpg" alt="a" />';
  const SHOWN_LAST = '<img alt="a" src="https://publisher.example/real.jpg" />';
  test.each([
    // A script would put it there.
    ['<img src="data:image/gif;base64,R0" data-src="/real.jpg" alt="a">', SHOWN],
    ['<img data-lazy-src="/real.jpg" src="/blank.gif" alt="a">', SHOWN],
    ['<img class="lazyload" src="/blank.gif" data-src="/real.jpg" alt="a">', SHOWN],
    ['<img data-original="/real.jpg" alt="a">', SHOWN_LAST],
    ['<img srcset="/small.jpg 400w, /real.jpg 800w,/other.jpg 600w" alt="a">', SHOWN_LAST],
    ['<picture><source srcset="/w_1,h_1/x.webp, /real.jpg 2x"><img alt="a"></picture>', SHOWN_LAST],
    ['<img src="#" data-src="/real.jpg" alt="a">', SHOWN],
    ['<img src="/real.jpg" data-lazy-src="/real.jpg?is-pending-load=1" srcset="data:x" alt="a">', SHOWN],
    [
      '<iframe src="about:blank" data-src="https://play.example/1"></iframe>',
      '<p><a href="https://play.example/1">Watch on play.example</a></p>',
    ],
    [
      '<iframe data-lazy-src="https://play.example/1"></iframe><noscript><iframe src="https://play.example/1"></iframe></noscript>',
      '<p><a href="https://play.example/1">Watch on play.example</a></p>',
    ],
    // The original of a picture that is there.
    ['<img src="/real.jpg" data-src="/original.jpg" srcset="/large.jpg 2x" alt="a">', SHOWN],
    // A page has it for readers without scripts, and not beside the one that a script would load.
    ['<img src="data:x" data-src="/real.jpg"> <noscript><img src="/real.jpg" alt="a"></noscript>', SHOWN],
    ['<img src="data:x"><noscript><img src="/real.jpg" alt="a"></noscript>', SHOWN],
    ['<img src="/blurred.jpg"><noscript><img src="/real.jpg" alt="a"></noscript>', SHOWN],
    ['<noscript><img src="/real.jpg" alt="a"></noscript><img class="lazy" data-src="/real.jpg">', SHOWN],
    [
      '<picture><source data-srcset="/a.webp"><img data-src="/b.jpg"></picture><noscript><picture><source srcset="/a.webp"><img src="/real.jpg" alt="a"></picture></noscript>',
      SHOWN,
    ],
    [
      '<p><a href="/b"><img src="data:x"></a><noscript><img src="/real.jpg" alt="a"></noscript></p>',
      `<p><a href="https://publisher.example/b">${SHOWN}</a></p>`,
    ],
    [
      '<img class="lazy" data-src="/picture"><noscript><img src="/picture"></noscript>',
      '<img src="https://publisher.example/picture" />',
    ],
    ['<noscript><img src="/real.jpg" alt="a"></noscript>', SHOWN],
    ['<noscript><pre>code()</pre></noscript>', '<pre>code()</pre>'],
    [
      '<iframe src="about:blank"></iframe><noscript><iframe src="https://play.example/1"></iframe></noscript>',
      '<p><a href="https://play.example/1">Watch on play.example</a></p>',
    ],
    // Nothing to see.
    ['a<noscript><style>p { color: red }</style><img src="https://count.example/?id=1"></noscript>', 'a'],
    ['a<noscript>Please enable <b>JavaScript</b>.</noscript>', 'a'],
    ['a<noscript><img src="https://count.example/1.jpg" width="1" height="1"></noscript>', 'a'],
    ['a<noscript><p><img src="https://count.example/matomo.php?id=1" style="border:0"></p></noscript>', 'a'],
    [`${SHOWN}<noscript><img src="https://count.example/1.gif"></noscript>`, SHOWN],
    [
      '<iframe src="https://play.example/1"></iframe><noscript><iframe src="https://count.example/" height="0" width="0"></iframe></noscript>',
      '<p><a href="https://play.example/1">Watch on play.example</a></p>',
    ],
    ['a<noscript><img src="javascript:alert(1)//a.jpg"></noscript><img data-src="data:x">', 'a'],
  ])('shows the pictures that a page loads late, once: %j', (source, expected) => {
    expect(read(source).body.html).toBe(expected);
  });

  test('counts what it removes', () => {
    const { findings } = read('<script>1</script><script>2</script><b onclick=1>x</b><b onclick=2>y</b>');
    expect(findings.map(({ message }) => message)).toEqual([
      'The HTML held <script> (2 times), which feeds may not carry; removed.',
      'The HTML held onclick (2 times), which feeds may not carry; removed.',
    ]);
  });

  test('names attributes as HTML does', () => {
    const { findings } = read('<p class=a id=b data-track-id=c aria-label=d>x</p>');
    expect(findings.map(({ message }) => message)).toEqual([
      'The HTML held attributes that mean nothing in a feed; removed: aria-label, class, data-track-id, id.',
    ]);
  });
});

describe('words of two blocks do not run into one another', () => {
  test.each([
    [
      '<details><summary>What is it?</summary>An answer.</details><section>First part.</section><section>Second part.</section><address>Ada Lovelace</address><center>Footer</center>',
      '<div><div>What is it?</div>An answer.</div><div>First part.</div><div>Second part.</div><div>Ada Lovelace</div><div>Footer</div>',
      'What is it? An answer. First part. Second part. Ada Lovelace Footer',
    ],
    ['<section>One</section>\n<section>Two</section>', '<div>One</div>\n<div>Two</div>', 'One Two'],
    [
      'Before<aside lang="fr">Un <b>mot</b></aside>after',
      'Before<div lang="fr">Un <b>mot</b></div>after',
      'Before Un mot after',
    ],
    ['<header><nav>A</nav></header><main>B</main>', '<div><div>A</div></div><div>B</div>', 'A B'],
    ['<b>A</b><footer><i>B</i></footer>', '<b>A</b><div><i>B</i></div>', 'A B'],
    ['<section>A<script>1</script></section><!-- --><section>B</section>', '<div>A</div><div>B</div>', 'A B'],
    ['<fieldset><legend>A</legend>B</fieldset>', '<div>A</div>B', 'A B'],
    ['<section><img src="/a.png"></section>A', '<div><img src="https://publisher.example/a.png" /></div>A', 'A'],
  ])('%j', (source, html, text) => {
    const { body } = read(source);
    expect(body).toMatchObject({ html, text });
    expectSafe(body.html ?? '');
  });

  test.each([
    ['<article>One</article>', 'One'],
    ['<article><p>One</p></article><aside><p>Two</p></aside>', '<p>One</p><p>Two</p>'],
    ['<header>One</header><p>Two</p><footer>Three</footer>', 'One<p>Two</p>Three'],
    ['<section>One</section><br>Two', 'One<br />Two'],
    ['<h2>One</h2><section>Two</section>', '<h2>One</h2>Two'],
    ['<li>One</li><section>Two</section>', '<li>One</li>Two'],
    ['One <font>Two</font><tt>Three</tt>', 'One TwoThree'],
    ['<section></section>One<section> </section>', 'One'],
  ])('what stands apart stays as it is: %j', (source, html) => {
    expect(read(source).body.html).toBe(html);
  });

  test.each([
    ['<p><video src="f.mp4"></video><audio src="s.mp3"></audio></p>', 'Watch the video Listen to the recording'],
    ['<p>See<video src="f.mp4"></video>now</p>', 'See Watch the video now'],
    ['<p>See <video src="f.mp4"></video> now</p>', 'See Watch the video now'],
    ['<p><b>See</b><video src="f.mp4"></video><b>now</b></p>', 'See Watch the video now'],
    ['<p><video src="f.mp4"></video><br><audio src="s.mp3"></audio></p>', 'Watch the video Listen to the recording'],
    ['<video src="f.mp4"></video><audio src="s.mp3"></audio>', 'Watch the video Listen to the recording'],
  ])('players: %j', (source, text) => {
    const { body } = read(source);
    expect(body.text).toBe(text);
    expect(body.html).not.toMatch(/ {2}|> <\/|<p> |<br \/> /);
    expectSafe(body.html ?? '');
  });

  test('and none of them is lost, whatever is in what', () => {
    const leaf = fc.constantFrom(
      'one',
      ' two ',
      '<b>three</b>',
      '<br>',
      '<video src="f.mp4"></video>',
      '\n',
      '<!-- -->',
    );
    const name = fc.constantFrom('section', 'div', 'summary', 'address', 'span', 'font', 'figure');
    const { html } = fc.letrec<{ html: string; element: string }>((tie) => ({
      html: fc
        .array(fc.oneof({ depthSize: 'small' }, leaf, tie('element')), { maxLength: 4 })
        .map((parts) => parts.join('')),
      element: fc.tuple(name, tie('html')).map(([tag, inner]) => `<${tag}>${inner}</${tag}>`),
    }));
    fc.assert(
      fc.property(html, (source) => {
        const { html = '' } = read(source).body;
        expectSafe(html);
        // With every wrapper a block, words may stand no closer.
        const apart = read(source.replace(/(?<=<\/?)(?:section|summary|address)/g, 'div')).body;
        expect(read(html).body.text).toBe(apart.text);
      }),
      runs(300),
    );
  });
});

describe('players', () => {
  test.each([
    [
      '<iframe src="https://www.youtube.com/embed/a-B_1?rel=0"></iframe>',
      '<p><a href="https://www.youtube.com/watch?v=a-B_1">Watch on youtube.com</a></p>',
    ],
    [
      '<a href="https://z.example/"><iframe src="https://www.youtube.com/embed/abc"></iframe></a>',
      '<a href="https://z.example/"></a><a href="https://www.youtube.com/watch?v=abc">Watch on youtube.com</a>',
    ],
    [
      '<iframe src="https://www.youtube-nocookie.com/embed/videoseries?si=a&amp;list=PL-a_1"></iframe>',
      '<p><a href="https://www.youtube.com/playlist?list=PL-a_1">Watch on youtube.com</a></p>',
    ],
    [
      '<iframe src="https://www.youtube.com/embed/live_stream?channel=UC1"></iframe>',
      '<p><a href="https://www.youtube.com/embed/live_stream?channel=UC1">Watch on youtube.com</a></p>',
    ],
    [
      '<iframe src="//player.vimeo.com/video/42"></iframe>',
      '<p><a href="https://vimeo.com/42">Watch on vimeo.com</a></p>',
    ],
    [
      '<iframe src="https://player.vimeo.com/video/42?title=0&amp;h=8272103f6e&amp;app_id=1"></iframe>',
      '<p><a href="https://vimeo.com/42/8272103f6e">Watch on vimeo.com</a></p>',
    ],
    [
      '<iframe src="https://player.vimeo.com/video/42?h=12z"></iframe>',
      '<p><a href="https://vimeo.com/42">Watch on vimeo.com</a></p>',
    ],
    [
      '<p>See <iframe src="https://maps.example/e"></iframe></p>',
      '<p>See <a href="https://maps.example/e">Watch on maps.example</a></p>',
    ],
    [
      '<figure><video src="f.mp4"></video></figure>',
      '<figure><p><a href="https://publisher.example/news/f.mp4">Watch the video</a></p></figure>',
    ],
    [
      '<audio><source src="s.mp3"></audio>',
      '<p><a href="https://publisher.example/news/s.mp3">Listen to the recording</a></p>',
    ],
  ])('%j becomes a link', (source, expected) => {
    const { body, findings } = read(source);
    expect(body.html).toBe(expected);
    expect(codesOf(findings)).toEqual(['body/replaced-player']);
  });

  test('alone, they become what they become among others', () => {
    const attribute = fc.constantFrom(
      ...[' width="800"', ' allowfullscreen', ' src', ' src=""', ' src="player/7?a=1"', ' src="/e/a-b_c"'],
      ...[
        ' src="//player.vimeo.com/video/4?h=1"',
        ' src="https://www.youtube.com/embed/x;y,z"',
        ' src="https://[::1]/"',
      ],
      ...[' src="javascript:alert(1)"', ' src="https://u:p@e.example/"', ' src="https://bücher.example/ä"'],
      ...[' src=" https://e.example/1 2%ZZ "', ' allow="a src="', ' title="a & b &amp; {{% x %}}"', ' onload="x"'],
      ...[
        ' hidden',
        ' style="display:none"',
        ' style="width:1px"',
        ' src="https://e.example/?a&b"',
        ' SRC="https://e.example/"',
        " src='https://e.example/'",
        '>',
        '\u0000',
      ],
    );
    const frame = fc.array(attribute, { maxLength: 5 }).map((row) => `<iframe${row.join('')}></iframe>`);
    // The line feed at the end makes another text of it, and nothing else.
    const same = (text: string) => void expect(read(text)).toEqual(read(`${text}\n`));
    fc.assert(fc.property(frame, same), runs(2000));
  });

  test('leave their files as media', () => {
    const { body } = read(
      '<video src="f.mp4"></video><audio src="s.ogg"></audio><iframe src="https://maps.example/e.mp4"></iframe>',
    );
    expect(body.media).toEqual([
      { url: 'https://publisher.example/news/f.mp4', medium: 'video', type: 'video/mp4' },
      { url: 'https://publisher.example/news/s.ogg', medium: 'audio', type: 'audio/ogg' },
    ]);
  });
});

describe('text', () => {
  test.each([
    ['<p>One</p>Two<div>Three</div>', 'One Two Three'],
    ['<ul><li>a</li><li>b</li></ul>', 'a b'],
    ['a<br>b', 'a b'],
    ['<b>a</b>b', 'ab'],
    ['<script>no</script>yes<!-- no -->', 'yes'],
    ['a\u00A0 \n b', 'a b'],
  ])('of %j', (source, expected) => {
    expect(read(source).body.text).toBe(expected);
  });
});

describe('hostile markup', () => {
  function tableOf(columns: number, rows: number): string {
    return `|${'a|'.repeat(columns)}\n|${'-|'.repeat(columns)}\n${'|x\n'.repeat(rows)}`;
  }

  function numbered(count: number, piece: (id: number) => string): string {
    return Array.from({ length: count }, (_, id) => piece(id)).join('');
  }

  test.each([
    ['elements', '<div>'.repeat(100_000), 'html'],
    ['formatting elements', '<b>'.repeat(100_000), 'html'],
    ['tables', '<table><tr><td>'.repeat(20_000), 'html'],
    ['quotations', '>'.repeat(100_000), 'markdown'],
    ['lists', Array.from({ length: 500 }, (_, depth) => `${' '.repeat(depth * 2)}- x`).join('\n'), 'markdown'],
    ['more lists', Array.from({ length: 1900 }, (_, depth) => `${' '.repeat(depth * 2)}- x`).join('\n'), 'markdown'],
    ['more quotations', '> '.repeat(2_000_000), 'markdown'],
    ['quotations in footnotes', '[^a]: > '.repeat(200_000), 'markdown'],
    ['footnotes', numbered(60_000, (id) => `[^${id}]: a\n`), 'markdown'],
    ['emphasis', '_a*'.repeat(100_000), 'markdown'],
    ['exclamation marks', `Wow${'!'.repeat(200_000)}`, 'markdown'],
    ['backticks that end nothing', '``\\'.repeat(100_000), 'markdown'],
    ['escapes', '{\\{'.repeat(100_000), 'markdown'],
    ['breaks', 'a  \n'.repeat(1_000_000), 'markdown'],
    ['struck words that begin addresses', '~www.'.repeat(20_000), 'markdown'],
    ['columns and rows', tableOf(500, 1500), 'markdown'],
    ['links with one long address', `[a]: /${'b'.repeat(100_000)}\n\n${'[a] '.repeat(10_000)}`, 'markdown'],
    ['pictures with one long title', `[a]: /b "${'c'.repeat(100_000)}"\n\n${'![a] '.repeat(10_000)}`, 'markdown'],
    ['formatting left open before tables', numbered(2000, (id) => `<table><b id=${id}>`), 'html'],
    ['formatting left open in paragraphs', numbered(2000, (id) => `<p><b id=${id}></p>`), 'html'],
    ['formatting left open in headings', numbered(2000, (id) => `<h1><u id=${id}></h1>`), 'html'],
    ['formatting left open in list items', numbered(2000, (id) => `<li><i id=${id}>x`), 'html'],
    ['formatting left open in Markdown', numbered(2000, (id) => `- <i id=${id}>x\n`), 'markdown'],
    [
      'formatting that is repeated',
      `<p>${numbered(200, (id) => `<i id=${id}>`)}</p>${'<p>x</p>'.repeat(5000)}`,
      'html',
    ],
    ['long attributes that are repeated', `<p><i title="${'x'.repeat(10_000)}"></p>${'<p>x</p>'.repeat(5000)}`, 'html'],
    ['more elements than a book', '<p>'.repeat(200_000), 'html'],
  ] as const)(
    'a body of %s is refused in seconds',
    (_, source, kind) => {
      const { body, findings } = read(source, kind);
      expect(body).toEqual({ html: undefined, text: '', beginning: '', media: [] });
      expect(codesOf(findings)).toEqual(['body/too-deep']);
    },
    20_000,
  );

  test.each([
    '[',
    '![',
    '`',
    '<a ',
    '<!--',
    '&amp;',
    '[a](',
    '| ',
    '<p>',
    '\n\n*a*',
    '~~a ',
    'http://a.example ',
    '\\',
    '<',
    '&#',
    '"',
    '[a]: b\n',
    '[^a]: b\n',
    '[^a',
    '[^a]:\n\n',
    'a\n[^b]: c\n',
    '{: .a\n',
    `{:.${'a'.repeat(46)} `,
    '[a](/b){',
    `[a](/b){${'a=b.c.d.e.f '.repeat(60)}`,
    `[a](/b){.${'a'.repeat(46)} `,
    '*[a]: b\n',
    `# a${' {#b .c d="e" '.repeat(6666)}`,
    'a\n> b\n',
    '> - b\na\n',
    '*\n:-:\n',
    'a\n# b\n',
    '$a ',
    '$a*b$ ',
    '$$\na\n',
    'a\n$$ b\n',
    '> [!a]\n\n',
    ':::note\n',
    ':::tip a \n:::\n',
    '!!! note\n    a\n',
    '!!! note\n\n',
    '=== "a"\n    a\n',
    '??? ',
  ])(
    '100,000 characters of %j are read in seconds',
    (piece) => {
      const { body } = read(piece.repeat(100_000 / piece.length), 'markdown');
      if (body.html !== undefined) expect(strictProblem(`<a>${body.html}</a>`)).toBeUndefined();
    },
    20_000,
  );

  test.each(['[caption a=', 'import a from ', '![[', '{% comment %}', '{/*', '{/*a*/}', '%% a ', '%%a%%\n', '%%'])(
    'a million characters of %j are read in seconds',
    (piece) => expect(read(piece.repeat(1_000_000 / piece.length), 'markdown')).toBeDefined(),
    20_000,
  );

  test('a million characters of one item of a list are read in seconds', () => {
    expect(codesOf(read(`- a\n${'b\n'.repeat(500_000)}`, 'markdown').findings)).toEqual(['body/too-deep']);
  }, 20_000);

  test('a million spaces in a heading are read in seconds', () => {
    expect(read(`# a${' '.repeat(1_000_000)}b`, 'markdown').body.text).toBe('a b');
  }, 20_000);

  test.each([
    `# ${'a'.repeat(1_000_000)}{#b}`,
    '# a {#b}\n'.repeat(100_000),
    `# a {#b}${' '.repeat(1_000_000)}c`,
    '# a\r'.repeat(250_000),
    '# a\u2028'.repeat(250_000),
  ])(
    'a million characters of headings with ids are read in MDX in seconds',
    (text) => expect(mdxCodeIn(text)).toBe(text.endsWith('c') ? 4 : -1),
    20_000,
  );

  test.each(['[a\r', '[a\u2028', '[a]: <\r', '[a]: b "', '[a]: b ', '[a]: <b> ', '[^a'])(
    'a million characters of %j below a heading are read in seconds',
    (piece) => {
      const text = `---\na: b\n---\n# b\n\n${piece.repeat(1_000_000 / piece.length)}`;
      const source = parseFrontMatter(text, 'a.md', sinkFor('a.md', text).report);
      expect(source && firstHeading(source)?.title).toBe('b');
    },
    20_000,
  );

  test('a million characters of what may become a mark of contents are read in seconds', () => {
    expect(read(`* a\n{:${' toc'.repeat(250_000)}`, 'markdown')).toBeDefined();
  }, 20_000);

  test.each(['<pre ', '<!--', '<code>{% comment %}', '{% comment %}{% endcomment %}'])(
    'a million characters of %j in HTML are read in seconds',
    (piece) => expect(read(piece.repeat(1_000_000 / piece.length))).toBeDefined(),
    20_000,
  );

  test.each(['<section></section> ', '<b>x<video src=a></video>x</b>', '<img>', '<p onclick=1>'])(
    '40,000 times %j is read in seconds',
    (piece) => {
      const { body, findings } = read(piece.repeat(40_000));
      if (body.html !== undefined) expect(strictProblem(`<a>${body.html}</a>`)).toBeUndefined();
      expect(codesOf(findings)).not.toContain('body/too-deep');
    },
    20_000,
  );
});

test('a feed carries every block and none of the wrappers, and nothing else holds paragraphs', () => {
  expect([...BLOCKS].filter((name) => !CARRIED.has(name))).toEqual([]);
  expect([...BLOCK_WRAPPERS].filter((name) => CARRIED.has(name) || STRIPPED.has(name))).toEqual([]);
  expect([...HOLDS_PARAGRAPHS].filter((name) => !BLOCKS.has(name) && !BLOCK_WRAPPERS.has(name))).toEqual([]);
});
