using Microsoft.Extensions.Options;
using PilotPairing.Application.Access;

namespace PilotPairing.Infrastructure.Access;

/// <summary>Section <c>Tenants</c>.</summary>
internal sealed class TenantOptions
{
    public const string Section = "Tenants";

    /// <summary>Days between marking a tenant for deletion and deleting it with all its data. Default 7; 1 to 90.</summary>
    public int DeletionDelayDays { get; init; } = 7;
}

internal sealed class TenantOptionsValidator : IValidateOptions<TenantOptions>
{
    public ValidateOptionsResult Validate(string? name, TenantOptions options) => options.DeletionDelayDays is < 1 or > 90
        ? ValidateOptionsResult.Fail("Tenants:DeletionDelayDays must be 1 to 90.") : ValidateOptionsResult.Success;
}

internal sealed class TenantDeletionDelay(IOptions<TenantOptions> options) : ITenantDeletionDelay
{
    public TimeSpan Delay => TimeSpan.FromDays(options.Value.DeletionDelayDays);
}
