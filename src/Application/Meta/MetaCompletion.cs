using PilotPairing.Application.Access;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Links;
using PilotPairing.Domain;
using PilotPairing.Domain.Embed;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Meta;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Meta;

/// <summary>What a customer brought back from Meta, or typed himself.</summary>
/// <param name="Code">To be exchanged for a token; null where <paramref name="Token"/> was typed.</param>
internal sealed record MetaBrought(MetaSecret? Code, MetaSecret? Token, MetaId? Number, MetaId? Account, MetaSecret? Pin, DisplayName? Name)
{
    /// <summary>Ids may come late, on another way than the code: a code alone says which signup it was.</summary>
    public CompletionMark Mark =>
        Code is { } code ? CompletionMark.Of(code.Value) : CompletionMark.Of(Number?.Value, Account?.Value, Token?.Value);
}

public sealed record MetaCompleted(NumberId Number, PhoneNumber Phone, string? RedirectUrl);

/// <summary>
/// Completes a link through Meta, once: of simultaneous callers one does it and the others wait for the outcome. The first
/// goes on when its browser disconnects, since a signup's code works only once.
/// </summary>
internal sealed class MetaCompletion(
    IStore store, IPairingStateCache states, ITenantDirectory tenants, IInstanceQueries instances, IMetaApps apps,
    IMetaCompletionQueries completions, MetaOnboarding onboarding,
    MetaNumberLocator numbers, TimeProvider clock)
{
    /// <summary>How long a caller waits for another one's completion.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(25);

    public async Task<Result<MetaCompleted>> Run(PairingLink link, MetaBrought brought, CancellationToken cancellationToken)
    {
        if (await tenants.Find(link.Tenant, cancellationToken) is not { } tenant || apps.Graph(tenant.Mode) is not { } graph)
            return new MetaNotConfigured();

        using var deadline = new CancellationTokenSource(LongestWait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await foreach (var view in states.Follow(link.TokenHash, either.Token))
            {
                if (view.Link.StatusAt(clock.GetUtcNow()) != LinkStatus.Active)
                    return await Done(view, brought.Mark, cancellationToken);
                if (await Begin(view.Link, brought.Mark, cancellationToken) is { } begun)
                    return await Carry(graph, view.Link, begun, brought, CancellationToken.None);
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new MetaUnreachable();
        }

        return new InvalidSession();
    }

    /// <summary>What the same completion was answered when it succeeded.</summary>
    public async Task<Result<MetaCompleted>> Done(LinkView view, CompletionMark mark, CancellationToken cancellationToken)
    {
        if (view is not { Pairing: { } pairing, Link: var link } || !view.ShowsReceiptAt(clock.GetUtcNow())
            || !await completions.CompletedBy(link.Id, mark, cancellationToken))
            return new InvalidSession();
        return await Answer(link, pairing.Number, pairing.ConnectedNumber ?? pairing.Phone, cancellationToken);
    }

    private async Task<MetaCompleted> Answer(PairingLink link, NumberId number, PhoneNumber phone, CancellationToken cancellationToken)
    {
        var branding = await tenants.BrandingOf(link.Tenant, cancellationToken);
        return new(number, phone, RedirectUrl.Success(link, branding.DefaultRedirectUrl, number));
    }

    private async Task<BegunCompletion?> Begin(PairingLink link, CompletionMark mark, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var work = await store.Begin(cancellationToken);
        if (await work.MetaCompletions.Begin(link, mark, now) is not { } begun)
            return null;
        await MetaProgress.Began(work, link, PairingPhase.MetaRegistering, now);
        await work.Commit(cancellationToken);
        return begun;
    }

    private async Task<Result<MetaCompleted>> Carry(
        IMetaGraph graph, PairingLink link, BegunCompletion begun, MetaBrought brought, CancellationToken cancellationToken)
    {
        var instance = link.Number is { } own ? await instances.Find(own, cancellationToken) : null;
        if (link.Number is not null && instance is null)
            return new InvalidSession();
        var access = await Reach(graph, link, instance, begun, brought, cancellationToken);
        if (access.Refusal is { } refusal)
        {
            await Stop(link, brought.Mark, refusal, cancellationToken);
            return refusal;
        }

        return instance is null
            ? await Connect(link, access.Value, brought, cancellationToken)
            : await Turn(link, instance, access.Value, brought, cancellationToken);
    }

    private async Task<Result<MetaAccess>> Reach(
        IMetaGraph graph, PairingLink link, Instance? instance, BegunCompletion begun, MetaBrought brought,
        CancellationToken cancellationToken)
    {
        var grant = begun.Held;
        if (grant is null && brought.Code is { } code)
        {
            var exchanged = await onboarding.Patiently(() => graph.ExchangeCode(code, cancellationToken), cancellationToken);
            if (exchanged.Refusal is { } refusal)
                return refusal;
            grant = new(exchanged.Value, null);
            await Hold(link, brought.Mark, grant, cancellationToken);
        }

        var token = grant?.Token ?? brought.Token!.Value;
        var expected = link.Terms.Policy == NumberPolicy.Strict ? instance?.Number : null;
        return await onboarding.Run(
            graph,
            new(token, brought.Token is not null, brought.Number, brought.Account, brought.Pin, grant?.Pin, expected),
            async number =>
            {
                var pin = await numbers.Pin(link.Tenant, number, cancellationToken) ?? onboarding.DrawPin();
                await Hold(link, brought.Mark, new(token, pin), cancellationToken);
                return pin;
            },
            cancellationToken);
    }

    private async Task Hold(PairingLink link, CompletionMark mark, HeldGrant grant, CancellationToken cancellationToken)
    {
        await using var work = await store.Begin(cancellationToken);
        work.MetaCompletions.Hold(link, mark, grant, clock.GetUtcNow());
        await work.Commit(cancellationToken);
    }

    private async Task Stop(PairingLink link, CompletionMark mark, Refusal refusal, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var work = await store.Begin(cancellationToken);
        work.MetaCompletions.Stop(link, mark, keepsGrant: refusal is MetaUnreachable);
        await MetaProgress.Failed(work, link, MetaProgress.Error, refusal is MetaRejected rejected ? rejected.Message : refusal.Text, now);
        await work.Commit(cancellationToken);
    }

    private async Task<Result<MetaCompleted>> Turn(
        PairingLink link, Instance instance, MetaAccess access, MetaBrought brought, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var work = await store.Begin(cancellationToken);
        if (!await MetaConnections.Turn(work, instance, link, access, now))
            return new InvalidSession();
        work.MetaCompletions.Complete(link, brought.Mark, now);
        await work.Commit(cancellationToken);
        return await Answer(link, instance.Id, access.Number.Number!.Value, cancellationToken);
    }

    private async Task<Result<MetaCompleted>> Connect(
        PairingLink link, MetaAccess access, MetaBrought brought, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (work, known) = await numbers.Begin(link.Tenant, access.Number.Id, cancellationToken);
        await using var disposed = work;
        if (!await work.Links.Spend(link, now))
            return new InvalidSession();
        var instance = known ?? MetaConnections.Create(link.Tenant, access, brought.Name, link.Labels, now);
        if (known is null)
        {
            MetaConnections.Add(work, instance, access, link.Id, now);
            work.KeyMoves.Arrive(link, instance.Id);
        }
        else
        {
            if (!await MetaConnections.Renew(work, known, access, link.Id, now))
                return new InvalidSession();
            // It has what keys it has: as with any link that connects a number again, none follows.
            await work.KeyMoves.TurnBack([link.Id]);
        }

        work.Links.Attach(link.Id, instance.Id);
        work.MetaCompletions.Complete(link, brought.Mark, now);
        await work.Commit(cancellationToken);
        return await Answer(link, instance.Id, access.Number.Number!.Value, cancellationToken);
    }
}
