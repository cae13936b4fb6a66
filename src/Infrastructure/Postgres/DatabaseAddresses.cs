using Microsoft.Extensions.Configuration;

namespace PilotPairing.Infrastructure.Postgres;

/// <param name="Pooled">What requests and loops use.</param>
/// <param name="Direct">PostgreSQL itself, where <paramref name="Pooled"/> leads through a pooler; null where it does not.</param>
internal sealed record DatabaseAddresses(string Pooled, string? Direct)
{
    /// <summary>For notifications, migrations and Hangfire, which keep something in their session.</summary>
    public string Session => Direct ?? Pooled;

    public static DatabaseAddresses Of(IConfiguration configuration, string connectionString) =>
        new(connectionString, configuration.GetConnectionString("Direct") is { Length: > 0 } direct ? direct : null);
}
