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
    if (known && remembered() !== reader.value) {
      reader.value = remembered();
      subscribeWith(reader.value);
    }
    reader.addEventListener('change', () => {
      remember(reader.value);
      subscribeWith(reader.value);
    });
  }

  // --- searching and ordering
  const search = one('#search');
  if (search) {
    // Case and accents do not matter.
    const plain = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
    const groups = all('.group').map((group) => {
      const list = one('.feeds', group);
      const feeds = all(':scope > li', list).map((item, index) => ({ item, index, shown: true }));
      return { group, list, feeds, count: one('.count', group) };
    });
    const found = one('#found');
    let told;

    const prepare = () => {
      for (const { feeds } of groups) {
        for (const feed of feeds) feed.words ??= plain(one('.what', feed.item).textContent);
      }
    };

    const filter = () => {
      prepare();
      const wanted = plain(search.value).split(/\s+/).filter(Boolean);
      let total = 0;
      for (const { group, feeds, count } of groups) {
        let shown = 0;
        for (const feed of feeds) {
          const isShown = wanted.every((word) => feed.words.includes(word));
          if (isShown !== feed.shown) feed.item.hidden = !isShown;
          feed.shown = isShown;
          if (isShown) shown++;
        }
        group.hidden = shown === 0;
        count.textContent = shown === feeds.length ? String(shown) : `${shown} of ${feeds.length}`;
        total += shown;
      }
      clearTimeout(told);
      told = setTimeout(() => {
        const many = total === 1 ? '1 feed' : `${total} feeds`;
        found.textContent = wanted.length === 0 ? '' : total === 0 ? 'No feed has these words.' : `${many} found`;
      }, 200);
    };

    const names = new Intl.Collator(undefined, { numeric: true });
    const newestOf = ({ item }) => one('time', item)?.dateTime ?? '';
    const orders = {
      '': (a, b) => a.index - b.index,
      name: (a, b) => names.compare(a.name, b.name),
      activity: (a, b) => b.recent - a.recent,
      newest: (a, b) => (a.newest < b.newest ? 1 : a.newest > b.newest ? -1 : 0),
    };

    const order = one('#order');
    const sort = () => {
      for (const { list, feeds } of groups) {
        for (const feed of feeds) {
          feed.name ??= one('.what a', feed.item).textContent;
          feed.recent ??= Number(feed.item.dataset.recent);
          feed.newest ??= newestOf(feed);
        }
        const sorted = [...feeds].sort((a, b) => orders[order.value](a, b) || a.index - b.index);
        list.append(...sorted.map(({ item }) => item));
      }
    };

    search.addEventListener('input', filter);
    search.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      search.value = '';
      filter();
    });
    order.addEventListener('change', sort);
    document.addEventListener('keydown', (event) => {
      const isTyping = event.target.closest('input, select, textarea');
      if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      search.focus();
    });
    // A browser brings back what stood in the fields.
    if (search.value !== '') filter();
    if (order.value !== '') sort();
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
