using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Meta;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Messaging;

/// <summary>A Meta number with what opens it at Graph.</summary>
public sealed record MetaSender(TenantMode Mode, MetaId PhoneNumberId, MetaId Account, MetaSecret Token)
{
    public override string ToString() => "[Meta sender]";
}

/// <summary>A template that is to be made at Meta: UTILITY, with a button that leads to the hosted page.</summary>
/// <param name="Prefix">The button's URL up to the token.</param>
public sealed record NewMetaTemplate(string Name, TemplateLanguage Language, TemplateBody Body, string Prefix);

/// <param name="Name">Null for a numbered variable.</param>
public sealed record MetaValue(string? Name, string Text);

/// <param name="Text">Ends in the link's token.</param>
public sealed record MetaButtonValue(int Index, string Text);

/// <summary>A message of a template with the values that fill it. It holds the link, so that it prints as nothing.</summary>
public sealed record MetaMessage(SendId Send, PhoneNumber Recipient, string Template, string Language)
{
    public required IReadOnlyList<MetaValue> Header { get; init; }

    public required IReadOnlyList<MetaValue> Body { get; init; }

    public required IReadOnlyList<MetaButtonValue> Buttons { get; init; }

    public override string ToString() => "[Meta message]";
}

/// <summary>
/// Templates and messages of Meta numbers. Expected failures are refusals: <see cref="MetaRejected"/>, <see cref="MetaUnreachable"/>,
/// <see cref="MetaNotConfigured"/>.
/// </summary>
public interface IMetaMessages
{
    /// <summary>False for live tenants while no Meta app is configured.</summary>
    bool IsAvailable(TenantMode mode);

    /// <summary><see cref="NumberNotFound"/> for a number without credentials.</summary>
    Task<Result<MetaSender>> Sender(TenantId tenant, NumberId number, CancellationToken cancellationToken);

    /// <summary>The template of this name in this language, else in the same language of another region.</summary>
    Task<Result<ReportedTemplate>> Find(MetaSender sender, MetaTemplate template, CancellationToken cancellationToken);

    /// <summary>One that Meta has already is returned as it is there.</summary>
    Task<Result<ReportedTemplate>> Create(MetaSender sender, NewMetaTemplate template, CancellationToken cancellationToken);

    /// <summary>The one call that must not be repeated when its outcome is unknown.</summary>
    Task<SendOutcome> Send(MetaSender sender, MetaMessage message, CancellationToken cancellationToken);

    /// <summary>
    /// Why the number cannot send now, or why nobody would learn what became of a message; empty when all is well. Sends nothing.
    /// </summary>
    Task<IReadOnlyList<string>> Check(MetaSender sender, CancellationToken cancellationToken);
}
