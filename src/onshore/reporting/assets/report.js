(function () {
  var d = document, h = d.documentElement, tip = d.getElementById('tip');
  h.classList.add('js');
  var query = new URLSearchParams(location.search);
  if (query.get('theme')) h.dataset.theme = query.get('theme');
  d.getElementById('theme').onclick = function () {
    var dark = h.dataset.theme ? h.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    h.dataset.theme = dark ? 'light' : 'dark';
  };
  // hovering repeats what is printed or in a table
  d.addEventListener('pointermove', function (e) {
    var t = e.target.closest && e.target.closest('[data-t]');
    if (!t) { tip.style.opacity = 0; return; }
    tip.textContent = t.dataset.t;
    tip.style.opacity = 1;
    tip.style.left = Math.max(8, Math.min(e.clientX + 14, innerWidth - tip.offsetWidth - 8)) + 'px';
    tip.style.top = Math.max(8, Math.min(e.clientY + 16, innerHeight - tip.offsetHeight - 8)) + 'px';
  });
  // a number opens beside itself
  d.querySelectorAll('.n[popovertarget]').forEach(function (n) {
    var p = d.getElementById(n.getAttribute('popovertarget'));
    n.addEventListener('click', function () { p.from = n; });
    p.addEventListener('toggle', function (e) {
      var f = p.from || n, open = e.newState === 'open';
      f.setAttribute('aria-expanded', open);
      if (!open) return;
      var r = f.getBoundingClientRect(), y = r.bottom + 8;
      if (y + p.offsetHeight > innerHeight - 12) y = Math.max(12, r.top - p.offsetHeight - 8);
      p.style.margin = '0';
      p.style.right = p.style.bottom = 'auto';
      p.style.left = Math.max(12, Math.min(r.left, innerWidth - p.offsetWidth - 12)) + 'px';
      p.style.top = y + 'px';
      p.dataset.placed = '';
    });
  });
})();
