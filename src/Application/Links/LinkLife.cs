using FluentValidation;
using FluentValidation.Validators;
using PilotPairing.Domain.Links;

namespace PilotPairing.Application.Links;

internal static class LinkLife
{
    public static TimeSpan Of(int? seconds) => seconds is { } given ? TimeSpan.FromSeconds(given) : PairingLink.DefaultLife;
}

/// <summary>The bounds of <c>expiresInSeconds</c> wherever it is asked for.</summary>
internal sealed class LinkLife<T> : PropertyValidator<T, int?>
{
    public override string Name => "LinkLife";

    public override bool IsValid(ValidationContext<T> context, int? value) =>
        value is null || (value >= PairingLink.ShortestLife.TotalSeconds && value <= PairingLink.LongestLife.TotalSeconds);

    protected override string GetDefaultMessageTemplate(string errorCode) => "must be from 300 to 2592000";
}
