using System.Text;
using Countersign.Sandbox.Tenant;
using Countersign.Sandbox.Tenant.Ciba;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Phone;

/// <summary>The markup of a person's phone. It keeps itself up to date; without script it is a plain page with the same forms.</summary>
internal static class PhonePage
{
    public const string Style = """
        .top{display:flex;justify-content:space-between;gap:1rem;margin:0 0 .5rem}
        .left{font-variant-numeric:tabular-nums;white-space:nowrap}
        .left.soon{color:var(--bad);font-weight:600}
        .message{font-size:1.25rem}
        .instruction{margin:.5rem 0 0}
        dl{margin:1rem 0 0;border-top:1px solid var(--line)}
        dl div{display:grid;grid-template-columns:minmax(6rem,1fr) 2fr;gap:.75rem;padding:.5rem 0;border-bottom:1px solid var(--line)}
        dt{color:var(--soft)}
        dt span{display:block}
        dd{margin:0;overflow-wrap:anywhere;white-space:pre-wrap}
        dl.facts{border-top:0;margin-top:0}
        dl.facts div{grid-template-columns:minmax(5.5rem,1fr) 3fr}
        .past summary{display:flex;gap:.75rem;align-items:flex-start;cursor:pointer;padding:.625rem 0;min-height:44px}
        .past summary::after{content:"›";margin-left:auto;color:var(--soft);font-size:1.25rem;line-height:1}
        .past details[open] summary::after{transform:rotate(90deg)}
        .past{border-bottom:1px solid var(--line)}
        .mark{font-weight:700;width:1.25rem}
        .mark.approved{color:var(--good)}
        .mark.denied{color:var(--bad)}
        .empty{text-align:center;padding:2rem 1rem}
        .heading{margin:2rem 0 .25rem}
        a.person{display:flex;justify-content:space-between;align-items:center;color:inherit;text-decoration:none;margin:.5rem 0;padding:1rem 1.25rem}
        """;

    public const string Script = """
        const list = document.getElementById('pushes');
        const said = document.getElementById('said');
        const asMarkup = (text) => { const held = document.createElement('template'); held.innerHTML = text; return held.innerHTML.trim(); };
        let plain = list.innerHTML.trim(), ahead = Number(list.dataset.now) - Date.now();
        const tick = () => {
          for (const push of list.querySelectorAll('.push')) {
            const left = Math.max(0, Math.round((Number(push.dataset.expires) - Date.now() - ahead) / 1000));
            const place = push.querySelector('[data-left]');
            place.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')} left`;
            place.classList.toggle('soon', left < 30);
          }
        };
        const idsOf = (kind) => [...list.querySelectorAll(kind)].map((item) => item.id);
        const show = (fresh) => {
          const waited = idsOf('.push'), open = idsOf('.past:has(details[open])');
          const focus = document.activeElement, held = focus?.closest?.('#pushes li')?.id, button = focus?.value;
          list.innerHTML = fresh;
          for (const id of open) document.getElementById(id)?.querySelector('details')?.setAttribute('open', '');
          const item = held && document.getElementById(held);
          if (item) (item.querySelector(`button[value="${button}"]`) ?? item.querySelector('summary'))?.focus();
          if (idsOf('.push').some((id) => !waited.includes(id))) said.textContent = 'A new request waits for your answer.';
          else if (waited.some((id) => document.getElementById(id)?.matches('.expired'))) said.textContent = 'A request expired unanswered. Nothing was approved.';
          else said.textContent = '';
        };
        const look = async () => {
          try {
            const answer = await fetch('/phone/pushes' + location.search, { cache: 'no-store' });
            if (answer.ok) {
              ahead = Number(answer.headers.get('X-Now')) - Date.now();
              const fresh = asMarkup(await answer.text());
              if (fresh !== plain) show(plain = fresh);
            }
          } catch { /* the next look tells */ }
          tick();
        };
        if (new URLSearchParams(location.search).has('person')) { tick(); setInterval(look, 1000); setInterval(tick, 500); }
        """;

    public static string Body(Pushes pushes, Person person, string token, string? notice)
    {
        var warning = notice is null ? "" : $"""<p class="problem" role="alert">{Page.Safe(notice)}</p>""";
        var back = Page.Safe(Wire.WithQuery("/phone", ("token", token), ("person", person.Name)));
        var again = notice is null ? "" : $"""<p><a href="{back}">Back to the requests</a></p>""";
        var enrolment = person.Enrolment switch
        {
            Enrolment.None => """<p class="problem">This phone is not enrolled: no request reaches it.</p>""",
            Enrolment.Pending => """<p class="problem">Enrolment is pending: no request reaches this phone until it is confirmed.</p>""",
            _ => "",
        };
        return $"""
            <h1>{Page.Safe(person.FullName)}</h1>
            <p class="soft">Requests for your approval</p>
            {warning}{again}{enrolment}
            <p id="said" role="status" class="small soft"></p>
            <div id="pushes" data-now="{pushes.Now.ToUnixTimeMilliseconds()}">
            {Pushes(pushes, person, token)}
            </div>
            """;
    }

    public static string Pushes(Pushes pushes, Person person, string token)
    {
        var all = pushes.Of(person).Reverse().Select(push => (Push: push, State: push.StateAt(pushes.Now))).ToList();
        var text = new StringBuilder();
        var pending = all.Where(entry => entry.State == PushState.Pending).ToList();
        if (pending.Count == 0)
            text.Append("""<p class="card empty soft">Nothing waits for your answer.</p>""");
        else
        {
            text.Append("""<ul class="plain">""");
            foreach (var (push, _) in pending)
                text.Append(PushCard.Pending(push, token));
            text.Append("</ul>");
        }
        if (all.Count > pending.Count)
        {
            text.Append("""<h2 class="heading">Earlier</h2><ul class="plain">""");
            foreach (var (push, state) in all.Where(entry => entry.State != PushState.Pending))
                text.Append(PushCard.Past(push, state));
            text.Append("</ul>");
        }
        return text.ToString();
    }
}
