using FluentValidation;
using PilotPairing.Domain.Meta;

namespace PilotPairing.Application.Meta;

/// <summary>What goes into Graph's paths and headers, checked before Graph is asked.</summary>
internal static class MetaRules
{
    private const int LongestSecret = 4096;
    private const int PinDigits = 6;

    public static void MustBeAMetaId<T>(this IRuleBuilder<T, Written<MetaId>?> id) =>
        id.Must(sent => sent is null or { Value: not null }).WithMessage("must be an id of 1 to 64 letters and digits");

    public static void MustBeAMetaSecret<T>(this IRuleBuilder<T, MetaSecret?> secret) =>
        secret.Must(sent => sent is { Value.Length: > 0 and <= LongestSecret } given
            && given.Value.All(character => character is > ' ' and <= '~'))
            .WithMessage("is required: 1 to 4096 printable ASCII characters without spaces");

    public static void MustBeAPin<T>(this IRuleBuilder<T, MetaSecret?> pin) =>
        pin.Must(sent => sent is not { } given || (given.Value.Length == PinDigits && given.Value.All(char.IsAsciiDigit)))
            .WithMessage("must be 6 digits");
}
