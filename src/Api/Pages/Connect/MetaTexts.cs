using System.Globalization;
using PilotPairing.Domain.Meta;

namespace PilotPairing.Api.Pages.Connect;

/// <summary>What a refusal of Meta means for the one who reads it, and what then helps.</summary>
/// <param name="Codes">Graph's error codes and, where they say more, subcodes; or our own reasons.</param>
/// <param name="Field">The field of the credentials form that has to change; null when it is none of them.</param>
internal sealed record MetaRemedy(IReadOnlyList<string> Codes, string? Field, string Symptom, string Do);

/// <summary>One field of the credentials form.</summary>
/// <param name="Wrong">The message for an invalid value.</param>
internal sealed record FieldWords(string Label, string Help, string Wrong);

/// <summary>What the page says where a number is connected through Meta's official API.</summary>
internal sealed record MetaTexts
{
    public required string Heading { get; init; }

    /// <summary>{0} is the company that asks to connect.</summary>
    public required string Consequence { get; init; }

    public required string WhatHappens { get; init; }

    public required IReadOnlyList<string> Steps { get; init; }

    /// <summary>{0} is the masked number.</summary>
    public required string ChooseNumber { get; init; }

    public required string Consent { get; init; }

    public required string Start { get; init; }

    public required string Loading { get; init; }

    /// <summary>The button once Meta's script is there: browsers open windows during a press only.</summary>
    public required string OpenWindow { get; init; }

    /// <summary>The second screen, once Meta's script is there.</summary>
    public required Words Ready { get; init; }

    /// <summary>Meta, or another tab, ended the signup while this tab's window is still open.</summary>
    public required string Ended { get; init; }

    public required string NeedsScript { get; init; }

    public required Words InApp { get; init; }

    public required string Offer { get; init; }

    public required Words OfferInHelp { get; init; }

    public required string Back { get; init; }

    public required Words Waiting { get; init; }

    public required string OpenAgain { get; init; }

    public required string Cancel { get; init; }

    public required Words Registering { get; init; }

    public required string Cancelled { get; init; }

    /// <summary>{0} is Meta's message.</summary>
    public required string Reported { get; init; }

    public required string Blocked { get; init; }

    public required string NotLoaded { get; init; }

    public required Words Rejected { get; init; }

    /// <summary>{0} is Meta's message.</summary>
    public required string InMetasWords { get; init; }

    public required string StartAgain { get; init; }

    public required Words Unreachable { get; init; }

    public required Words NotConfigured { get; init; }

    public required Words Connected { get; init; }

    /// <summary>{0} is who asked.</summary>
    public required IReadOnlyList<string> UndoSteps { get; init; }

    public required Words Credentials { get; init; }

    public required string CredentialsConsent { get; init; }

    public required string Send { get; init; }

    public required string Sending { get; init; }

    public required string Optional { get; init; }

    public required string CheckFields { get; init; }

    public required FieldWords PhoneNumberId { get; init; }

    public required FieldWords WabaId { get; init; }

    public required FieldWords AccessToken { get; init; }

    public required FieldWords Pin { get; init; }

    public required FieldWords DisplayName { get; init; }

    public required IReadOnlyList<MetaRemedy> Remedies { get; init; }

    /// <summary>Graph's permission errors are a range: all of them read as the first.</summary>
    public MetaRemedy? RemedyFor(MetaRejected rejected)
    {
        var code = rejected.Number is >= 200 and <= 299 ? 200 : rejected.Number;
        return For(rejected.Reason) ?? For(rejected.Subcode?.ToString(CultureInfo.InvariantCulture))
            ?? For(code?.ToString(CultureInfo.InvariantCulture));

        MetaRemedy? For(string? name) => name is null ? null : Remedies.FirstOrDefault(remedy => remedy.Codes.Contains(name));
    }
}
