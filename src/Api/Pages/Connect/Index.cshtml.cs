using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Middleware;
using PilotPairing.Application.Branding;
using PilotPairing.Application.Connections;
using PilotPairing.Application.Links;
using PilotPairing.Application.Meta;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Embed;
using PilotPairing.Domain.Links;

namespace PilotPairing.Api.Pages.Connect;

/// <summary>The page a customer opens. Opening it changes nothing; a tap does, with or without a script.</summary>
[TakesAnyForm]
internal sealed class IndexModel(
    IMediator mediator, ILogos logos, IAttemptPass passes, ConnectViewSources sources, RandomNumberGenerator random, TimeProvider clock)
    : PageModel
{
    /// <summary>What a script keeps for itself, for a browser without one: who forwards the address does not forward it.</summary>
    private const string AttemptCookie = "attempt";

    private const int UsualWait = 5;

    /// <summary>Null when the link is dead or was never alive: from outside these look the same.</summary>
    public ConnectView? Link { get; private set; }

    public Words? Refusal { get; private set; }

    public Texts Texts { get; private set; } = Texts.En;

    /// <summary>Whether no link is behind the address, and never will be again.</summary>
    public bool IsDead => Refusal == Texts.Dead || Refusal == Texts.Incomplete;

    /// <summary>Of a page without a link: the quiet one shows a clock, for what is past or passes by itself.</summary>
    public Tone Tone => Refusal == Texts.Dead || Refusal == Texts.Busy ? Tone.Quiet : Tone.Attention;

    public string Nonce { get; private set; } = "";

    public bool Embedded => Request.Query["embed"] == "1";

    public string Product => sources.Branding.CompanyName ?? "Pilot Status";

    /// <summary>
    /// After how many seconds a page that could not be shown is worth another try; null when the link itself is the reason.
    /// </summary>
    public int? TryAgainSeconds { get; private set; }

    public async Task<IActionResult> OnGetAsync(string token, CancellationToken cancellationToken)
    {
        var failure = HtmlErrorPages.FailedRequestOf(HttpContext);
        if (failure is { IsElsewhere: true })
            return ErrorPage(failure.Status, texts => texts.NothingHere, PageHeaders.Nobody);
        if (failure is { Status: not StatusCodes.Status404NotFound and var status })
        {
            TryAgainSeconds = int.TryParse(Response.Headers.RetryAfter, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? seconds : UsualWait;
            return ErrorPage(status, texts => status == StatusCodes.Status429TooManyRequests ? texts.Busy : texts.Away);
        }

        if (PairingToken.Parse(token) is { } parsed)
            return await Show(token, parsed.Hash(), view => view, StatusCodes.Status200OK, cancellationToken);
        return DamagedLink.Mended(token) is { } whole ? Redirect(ConnectView.PathOf(whole, null) + Request.QueryString) : Incomplete();
    }

    public Task<IActionResult> OnHeadAsync(string token, CancellationToken cancellationToken) => OnGetAsync(token, cancellationToken);

    public async Task<IActionResult> OnPostAsync(
        string token, [FromForm] string? method, [FromForm] string? refresh, [FromForm] string? ask, [FromForm] string? credentials,
        [FromForm] CredentialsPost post, CancellationToken cancellationToken)
    {
        if (!SameSite.IsOurs(Request, sources.Address))
            return ErrorPage(StatusCodes.Status403Forbidden, texts => texts.ElsewhereSent);
        // What is no token must not get into a header, whatever else was sent.
        if (PairingToken.Parse(token) is not { } parsed)
            return Incomplete();
        if (!ModelState.IsValid || FormGate.IsUnreadable(HttpContext))
            return Back(parsed.Value, null);

        if (ask == "new_link")
        {
            var asked = await mediator.Send(new ReportFromPage(parsed.Hash()) { Kind = PageReport.NewLink }, cancellationToken);
            return asked.Refusal is null ? Back(token, "asked=1") : Dead();
        }

        if (ask == "passkey")
        {
            var asked = await mediator.Send(
                new ReportFromPage(parsed.Hash()) { Kind = PageReport.PhoneMessage, Value = "tell_when_passkey_works" }, cancellationToken);
            return asked.Refusal is null ? Back(token, "asked=passkey") : Dead();
        }

        if (credentials is not null)
            return await Complete(token, parsed.Hash(), post, cancellationToken);

        PairingMethod? wanted = method switch
        {
            "qr" => PairingMethod.Qr,
            "code" => PairingMethod.Code,
            _ => null,
        };
        var issued = await mediator.Send(new RequestArtifact(parsed.Hash(), wanted, refresh is "true" or "1"), cancellationToken);
        if (issued.Refusal is LinkNotFound)
            return Dead();
        if (issued.Refusal is null)
            Response.Cookies.Append(AttemptCookie, passes.For(issued.Value.Link),
                new() { Path = ConnectView.PathOf(token, null), HttpOnly = true, Secure = Request.IsHttps, SameSite = SameSiteMode.Lax });

        // Every other outcome is a phase, which the page shows; but while something can still be used, a cool-down is none.
        return Back(token, issued.Refusal is PairingCooldown { Until: var until }
            ? $"{ConnectView.WaitParameter}={until.ToUnixTimeSeconds()}" : null);
    }

    private async Task<string?> ReturnUrl(TokenHash hash, CancellationToken cancellationToken) =>
        Request.Cookies[AttemptCookie] is { } pass
            ? (await mediator.Send(new ReadLinkStatus(hash, pass), cancellationToken))
                .Match(status => status.Receipt?.RedirectUrl, _ => null)
            : null;

    /// <summary>What was typed is shown again at once and not by a redirect: it belongs into no address.</summary>
    private async Task<IActionResult> Complete(string token, TokenHash hash, CredentialsPost post, CancellationToken cancellationToken)
    {
        var completed = await mediator.Send(post.ToCommand(hash), cancellationToken);
        return completed.Refusal switch
        {
            null => await Show(token, hash, view =>
                view with { ReturnUrl = view.Embedded ? null : completed.Value.RedirectUrl }, StatusCodes.Status200OK, cancellationToken),
            InvalidSession => Dead(),
            { } refusal => await Show(token, hash, view =>
                view with { Form = CredentialsForm.Of(post, refusal, view.Texts.Meta) }, RefusalResult.StatusOf(refusal.Kind),
                cancellationToken),
        };
    }

    private async Task<IActionResult> Show(
        string token, TokenHash hash, Func<ConnectView, ConnectView> with, int status, CancellationToken cancellationToken)
    {
        if ((await mediator.Send(new ReadLink(hash, WithReceipt: true) { WithEnded = true }, cancellationToken))
            .Match<LinkReading?>(found => found, _ => null) is not { } reading)
            return Dead();

        Link = with(ConnectView.From(token, reading, Request, sources, clock.GetUtcNow()));
        Link = Link with { Images = await BrandImages.Find(logos, reading.Tenant.Id, Link.Branding, cancellationToken) };
        if (Link is { ReturnUrl: null, Phase: PairingPhase.Connected, Embedded: false })
            Link = Link with { ReturnUrl = await ReturnUrl(hash, cancellationToken) };
        Texts = Link.Texts;
        Secure(PageHeaders.FramersOf(reading), Link.IsMeta || Link.OpensMeta, Link.Signup);
        Response.StatusCode = Link.Ended is null ? status : StatusCodes.Status404NotFound;
        return Page();
    }

    private StatusCodeResult Back(string token, string? query)
    {
        var path = ConnectView.PathOf(token, PageLanguage.Asked(Request)?.Tag);
        Response.Headers.Location = query is null ? path : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}";
        return StatusCode(StatusCodes.Status303SeeOther);
    }

    private PageResult Dead() => ErrorPage(StatusCodes.Status404NotFound, texts => texts.Dead);

    private PageResult Incomplete() => ErrorPage(StatusCodes.Status404NotFound, texts => texts.Incomplete);

    private PageResult ErrorPage(int status, Func<Texts, Words> words, string framers = PageHeaders.Anybody)
    {
        Texts = PageLanguage.Choose(Request, null, null);
        Refusal = words(Texts);
        Secure(framers);
        Response.StatusCode = status;
        return Page();
    }

    private void Secure(string framers, bool ofMeta = false, MetaSignup? signup = null)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.GetBytes(bytes);
        Nonce = Base64Url.EncodeToString(bytes);
        PageHeaders.Write(Response, Nonce, framers, ofMeta, signup);
    }
}
