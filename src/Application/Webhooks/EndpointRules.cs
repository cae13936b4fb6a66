using FluentValidation;
using PilotPairing.Domain.Access;

namespace PilotPairing.Application.Webhooks;

internal static class EndpointRules
{
    private const int LongestName = 120;

    public static void MustBeAnEndpointName<T>(this IRuleBuilder<T, string?> name) =>
        name.Must(text => text is null || (text.Length <= LongestName && !text.Any(char.IsControl)))
            .WithMessage("must be at most 120 characters, none of them control characters");

    public static void MustBeAnEndpointUrl<T>(this IRuleBuilder<T, string?> url, IUrlCheck urls, Func<T, TenantId> tenant) =>
        url.CustomAsync(async (text, context, cancellationToken) =>
        {
            if (text is null)
                return;
            if (text.Any(character => char.IsControl(character) || char.IsWhiteSpace(character)))
                context.AddFailure("must be an https URL without white space");
            else if (await urls.Problem(text, tenant(context.InstanceToValidate), cancellationToken) is { } problem)
                context.AddFailure(problem);
        });
}
