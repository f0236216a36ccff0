// What made-up articles are made of. A change here changes every corpus: then bench/corpus/corpus.mjs names a new check.
// biome-ignore-all format: lists of words are read by the line.

export const WORDS = [
  'the of and to in a for on with by from that is as new says how will more after its at be has are over',
  'study researchers system data model learning cloud security power platform service market company update release',
  'health patients treatment global cooperation coordination network device mobile software developer tool open',
  'source energy climate battery electric vehicle robot language image video audio game studio report growth billion',
  'quarter revenue investor regulation government privacy policy court ruling agency science space satellite mission',
  'launch telescope chip processor memory graphics performance benchmark startup funding acquisition partnership',
  'enterprise customer employee hiring remote office future trend analysis review guide lesson preview overview',
  'capabilities announcement integration experience design testing deployment automation pipeline infrastructure',
].join(' ').split(' ');

export const NAMES = [
  'Microsoft', 'Google', 'OpenAI', 'Apple', 'NVIDIA', 'NASA', 'Amazon', 'Intel', 'Meta', 'Tesla', 'Samsung',
  'Stanford', 'the EU', 'São Paulo', 'Zürich', 'Kraków', 'Citroën', 'Nestlé', 'Beyoncé', 'İstanbul', '北京', '東京大学',
  'Привет', 'ΑΘΗΝΑ', 'القاهرة',
];

/** Characters that break programs. */
export const ODD = [
  '—', ' – ', '…', '’s', ' “quoted” ', ' 🚀 ', ' 👩‍🔬 ', '\u00a0', '\u200b', ' é', ' ½ ', ' ™', ' « oui » ', '\u2028',
  ' 中文字符 ', ' naïve ',
];

/** HTML character references that crawlers leave in texts. */
export const REFERENCES = [
  '&nbsp;', ' &amp; ', '&#8217;s ', ' &#8216;new&#8217; ', '&hellip; ', '&quot;', ' &lt;b&gt; ', '&nbsp;&nbsp;',
];

export const TOPICS = [
  'AI', 'Machine Learning', 'Deep Learning', 'Natural Language Processing', 'Computer Vision', 'Robotics',
  'Power Apps', 'Power BI', 'Power Automate', 'Azure', 'AWS', 'Google Cloud', 'Kubernetes', 'Docker', 'DevOps', 'C#',
  '.NET', 'C++', 'Rust', 'Go', 'Python', 'JavaScript', 'TypeScript', 'Node.js', 'React', 'Vue.js', 'Angular',
  'Web Development', 'Mobile Development', 'Android', 'iOS', 'Windows 11', 'Linux', 'Open Source', 'Security', 'Privacy',
  'Blockchain', 'Bitcoin', 'Quantum Computing', 'Semiconductors', '5G', 'IoT', 'Edge Computing', 'Data Science',
  'Big Data', 'SQL Server', 'PostgreSQL', 'Mixed Reality', 'Virtual Reality', 'Gaming', 'Electric Vehicles', 'Batteries',
  'Climate', 'Space', 'Health & Medicine', 'Biotech', 'R&D', 'Startups', 'Policy / Regulation', 'Éducation',
];

/** Last parts of hosts; the first is the most frequent. */
export const TOP_LEVELS = [
  'com', 'com', 'com', 'com', 'com', 'net', 'org', 'io', 'co.uk', 'de', 'fr', 'in', 'com.au', 'tv', 'news',
];
export const SUBDOMAINS = ['blog', 'm', 'en', 'research', 'azure'];
export const PUNYCODE_HOSTS = ['xn--bcher-kva.de', 'xn--mnchen-3ya.de', 'xn--zrich-kva.ch', 'xn--fiqs8s.com'];

/** What names of providers are put together from. */
export const SYLLABLES = [
  'tech', 'news', 'med', 'data', 'cloud', 'daily', 'wire', 'press', 'insider', 'zone', 'hub', 'world', 'lab',
  'byte', 'net', 'star', 'post', 'times', 'globe', 'spark', 'pixel', 'core', 'next', 'info', 'geek', 'market', 'auto', 'eco',
];
