// The script of Feedmill's pages: search, order, copy, the reader to subscribe with, relative times. Every page works
// without it; it asks for nothing and keeps nothing but the chosen reader.
(() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // --- what was chosen before; a browser may refuse to keep anything
  const KEY = 'feedmill-reader';
  const remembered = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };
  const remember = (value) => {
    try {
      localStorage.setItem(KEY, value);
    } catch {
      // Then it holds for this page only.
    }
  };

  // --- copying
  const status = document.createElement('p');
  status.className = 'unseen';
  status.setAttribute('role', 'status');
  document.body.append(status);

  /** The address that a button copies stands in the link or the field beside it. */
  function addressBeside(button) {
    const field = one('input', button.parentElement);
    return field ? field.value : addressOf(one('.subscribe', button.parentElement));
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const field = document.createElement('textarea');
      field.value = text;
      field.className = 'unseen';
      document.body.append(field);
      field.select();
      const isCopied = document.execCommand('copy');
      field.remove();
      return isCopied;
    }
  }

  document.addEventListener('click', async (event) => {
    const button = event.target.closest('.copy');
    if (!button) return;
    const address = addressBeside(button);
    const isCopied = await copy(address);
    button.focus();
    button.textContent = isCopied ? 'Copied' : 'Failed';
    status.textContent = isCopied ? `Copied: ${address}` : `This browser does not let pages copy. ${address}`;
    setTimeout(() => {
      button.textContent = 'Copy';
      status.textContent = '';
    }, 2500);
  });

  for (const field of all('.address input')) field.addEventListener('focus', () => field.select());

  // --- the reader to subscribe with: one choice for all links
  const addresses = new WeakMap();

  function addressOf(link) {
    if (!addresses.has(link)) addresses.set(link, link.getAttribute('href').replace(/^feed:/, ''));
    return addresses.get(link);
  }

  function subscribeWith(template) {
    const isApp = template === 'feed:{}';
    for (const link of all('.subscribe')) {
      const address = addressOf(link);
      link.href = template.replace('{}', () => (isApp ? address : encodeURIComponent(address)));
    }
  }

  const reader = one('#reader');
  if (reader) {
    const known = all('option', reader).some(({ value }) => value === remembered());
    if (known) reader.value = remembered();
    // A browser brings back what was chosen, but not the links.
    if (reader.value !== 'feed:{}') subscribeWith(reader.value);
    reader.addEventListener('change', () => {
      remember(reader.value);
      subscribeWith(reader.value);
    });
  }

  // --- searching and ordering: of thousands of feeds only the first ones of a group are laid out, until more are wanted
  const FIRST = 200;
  const search = one('#search');

  if (search) {
    const order = one('#order');
    const found = one('#found');
    // Case and accents do not matter. Capitals are the same for ß and ss, ς and σ, ı and i.
    const plain = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase();
    // Our descriptions end in the name of the site: whose words are a topic's, too, would find every feed.
    const site = ` ${one('.home span').textContent}.`;
    const names = new Intl.Collator(undefined, { numeric: true });
    const groups = all('.group').map((group) => {
      const list = one('.feeds', group);
      const feeds = all(':scope > li', list).map((item, index) => ({ item, index, isShown: true }));
      return { group, list, feeds, sorted: feeds, isWhole: feeds.length <= FIRST, count: one('.count', group) };
    });
    let isMoved = false;
    let told;

    const orders = {
      '': () => 0,
      name: (a, b) => names.compare(a.name, b.name),
      activity: (a, b) => b.recent - a.recent,
      newest: (a, b) => (a.newest < b.newest ? 1 : a.newest > b.newest ? -1 : 0),
    };

    const sort = () => {
      for (const group of groups) {
        for (const feed of group.feeds) {
          feed.name ??= one('.what a', feed.item).textContent;
          feed.recent ??= Number(feed.item.dataset.recent);
          feed.newest ??= one('time', feed.item)?.dateTime ?? '';
        }
        group.sorted = [...group.feeds].sort((a, b) => orders[order.value](a, b) || a.index - b.index);
      }
      isMoved = true;
    };

    const show = (feed, isShown) => {
      if (feed.isShown !== isShown) feed.item.hidden = !isShown;
      feed.isShown = isShown;
    };

    const more = (group) => {
      group.more = document.createElement('button');
      group.more.type = 'button';
      group.more.className = 'more';
      group.more.addEventListener('click', () => {
        group.isWhole = true;
        const next = group.sorted.find(({ isShown, isFound }) => isFound && !isShown);
        update();
        one('a', next.item).focus();
      });
      group.group.append(group.more);
    };

    const update = () => {
      const wanted = plain(search.value).split(/\s+/).filter(Boolean);
      let total = 0;
      for (const group of groups) {
        const matching = [];
        for (const feed of group.sorted) {
          feed.words ??= plain(one('.what', feed.item).textContent.replace(site, ''));
          feed.isFound = wanted.every((word) => feed.words.includes(word));
          if (feed.isFound) matching.push(feed);
        }
        const shown = new Set(group.isWhole ? matching : matching.slice(0, FIRST));
        for (const feed of group.feeds) show(feed, shown.has(feed));
        if (isMoved) group.list.prepend(...[...shown].map(({ item }) => item));
        group.group.hidden = matching.length === 0;
        const all = group.feeds.length;
        group.count.textContent = matching.length === all ? String(all) : `${matching.length} of ${all}`;
        if (shown.size < matching.length && !group.more) more(group);
        if (group.more) {
          group.more.hidden = shown.size === matching.length;
          group.more.textContent = `Show all ${matching.length}`;
        }
        total += matching.length;
      }
      clearTimeout(told);
      told = setTimeout(() => {
        const many = total === 1 ? '1 feed' : `${total} feeds`;
        // More pages list more feeds.
        const none = one('.pager') ? 'No feed on this page has these words.' : 'No feed has these words.';
        found.textContent = wanted.length === 0 ? '' : total === 0 ? none : `${many} found`;
      }, 200);
    };

    search.addEventListener('input', update);
    search.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      search.value = '';
      update();
    });
    order.addEventListener('change', () => {
      sort();
      update();
    });
    // A browser brings back what stood in the fields.
    if (order.value !== '') sort();
    if (search.value !== '' || order.value !== '' || groups.some(({ isWhole }) => !isWhole)) update();
  }

  // --- times of the last month, relative; the absolute one stays at hand
  const DAY = 86_400_000;
  const relative = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: 'auto' });
  const exact = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'full', timeStyle: 'short' });

  function ago(milliseconds) {
    if (milliseconds < DAY / 24) return relative.format(-Math.round(milliseconds / 60_000), 'minute');
    if (milliseconds < DAY) return relative.format(-Math.round((milliseconds / DAY) * 24), 'hour');
    return relative.format(-Math.round(milliseconds / DAY), 'day');
  }

  const now = Date.now();
  for (const time of all('time')) {
    const at = Date.parse(time.dateTime);
    if (!(now - at < 30 * DAY && now >= at)) continue;
    time.title = exact.format(at);
    time.textContent = ago(now - at);
  }
})();
