using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PilotPairing.Benchmarks.Lab;

/// <param name="Id">As it is in the database.</param>
internal sealed record BenchTenant(Guid Id, string Key);

/// <summary>Test-mode tenants, made in the database so that their keys are known.</summary>
internal static class Tenants
{
    public static Task<IReadOnlyList<BenchTenant>> Create(BenchDatabase database, int count) => Create(database, 0, count);

    /// <summary>Beside those that are there.</summary>
    public static async Task<IReadOnlyList<BenchTenant>> CreateNext(BenchDatabase database, int count) =>
        await Create(database, (int)await database.Read<long>("select count(*) from tenants"), count);

    private static async Task<IReadOnlyList<BenchTenant>> Create(BenchDatabase database, int first, int count)
    {
        var tenants = new List<BenchTenant>(count);
        for (var i = first; i < first + count; i++)
        {
            var tenant = new BenchTenant(Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), KeyOf(i));
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(tenant.Key)));
            await database.Execute(
                $"""
                insert into tenants (id, name, mode, gateway, created_at) values ('{tenant.Id}', 'Tenant {i}', 'Test', 'simulator', now());
                insert into api_keys (id, tenant_id, hash, prefix, last4, scope, created_at) values (gen_random_uuid(), '{tenant.Id}', '\x{hash}', 'ps_test_', '0000', 'Tenant', now())
                """);
            tenants.Add(tenant);
        }

        return tenants;
    }

    /// <summary>Its numbers pair through the default gateway.</summary>
    public static Task MakeLive(BenchDatabase database, BenchTenant tenant) =>
        database.Execute($"update tenants set mode = 'Live', gateway = 'default' where id = '{tenant.Id}'");

    public static string KeyOf(int number) => "ps_test_" + number.ToString(CultureInfo.InvariantCulture).PadLeft(43, 'k');
}
