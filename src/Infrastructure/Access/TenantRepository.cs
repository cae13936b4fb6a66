using System.Text.Json;
using Dapper;
using PilotPairing.Application.Access;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Links;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Access;

internal sealed class TenantRepository(Transaction transaction) : ITenants
{
    public void Add(Tenant tenant, DateTimeOffset now) => transaction.Queue(
        """
        insert into tenants (id, name, mode, gateway, created_at)
        values (@id, @name, @mode, @gateway, @now)
        """,
        ("id", tenant.Id.Value), ("name", tenant.Name), ("mode", tenant.Mode.ToString()), ("gateway", tenant.Gateway), ("now", now));

    public async Task<bool> Suspend(TenantId tenant, DateTimeOffset? since)
    {
        var found = await (await transaction.Now()).ExecuteAsync(new CommandDefinition(
            "update tenants set suspended_at = case when @since::timestamptz is null then null else coalesce(suspended_at, @since) "
                + "end where id = @tenant",
            new { tenant = tenant.Value, since }, cancellationToken: transaction.CancellationToken));
        transaction.Notify(Channels.Access, tenant.Value);
        return found == 1;
    }

    public async Task<ScheduledDeletion?> ScheduleDeletion(TenantId tenant, DateTimeOffset at)
    {
        var scheduled = await (await transaction.Now()).QuerySingleOrDefaultAsync<ScheduledDeletion>(new CommandDefinition(
            "update tenants set delete_at = coalesce(delete_at, @at) where id = @tenant returning name, delete_at as at",
            new { tenant = tenant.Value, at }, cancellationToken: transaction.CancellationToken));
        transaction.Notify(Channels.Access, tenant.Value);
        return scheduled;
    }

    public Task<bool> CancelDeletion(TenantId tenant) =>
        Did("update tenants set delete_at = null where id = @tenant and deleting_since is null", tenant);

    // Of the tables that do not refer to it by a key, those of which a customer's page could still have made a row.
    public Task<bool> Delete(TenantId tenant) => Did(
        """
        delete from tenants
         where id = @tenant
           and not exists (select from numbers where tenant_id = @tenant)
           and not exists (select from pairing_links where tenant_id = @tenant)
           and not exists (select from events where tenant_id = @tenant)
        """,
        tenant);

    private async Task<bool> Did(string sql, TenantId tenant)
    {
        var found = await (await transaction.Now()).ExecuteAsync(
            new CommandDefinition(sql, new { tenant = tenant.Value }, cancellationToken: transaction.CancellationToken));
        transaction.Notify(Channels.Access, tenant.Value);
        return found == 1;
    }

    public async Task<TenantSettings> Change(TenantId tenant, SettingsChange change)
    {
        var (set, cleared) = SettingsRow.Parts(change);
        var stored = await (await transaction.Now()).QuerySingleAsync<string>(new CommandDefinition(
            "update tenants set settings = (settings || @set::jsonb) - @cleared where id = @tenant returning settings::text",
            new { tenant = tenant.Value, set = JsonSerializer.Serialize(set, AccessJson.Default.SettingsRow), cleared },
            cancellationToken: transaction.CancellationToken));
        transaction.Notify(Channels.Access, tenant.Value);
        return JsonSerializer.Deserialize(stored, AccessJson.Default.SettingsRow)!.ToSettings();
    }
}

/// <summary>Only what a tenant decided; the rest follows the defaults of the version that runs.</summary>
internal sealed record SettingsRow(
    IReadOnlyList<string>? EmbedOrigins, bool? AllowQueryBranding, bool? ReconnectLinks, bool? NumberKeysMayCreate, string? DefaultLocale,
    int? DailySendLimit,
    ConnectInWhatsApp? ConnectInWhatsApp, string? ConnectUrl)
{
    public TenantSettings ToSettings() => new()
    {
        EmbedOrigins = EmbedOrigins ?? TenantSettings.Default.EmbedOrigins,
        AllowQueryBranding = AllowQueryBranding ?? TenantSettings.Default.AllowQueryBranding,
        ReconnectLinks = ReconnectLinks ?? TenantSettings.Default.ReconnectLinks,
        NumberKeysMayCreate = NumberKeysMayCreate ?? TenantSettings.Default.NumberKeysMayCreate,
        DefaultLocale = DefaultLocale,
        DailySendLimit = DailySendLimit,
        ConnectInWhatsApp = ConnectInWhatsApp,
        ConnectUrl = ConnectUrl,
    };

    public static (SettingsRow Set, string[] Cleared) Parts(SettingsChange change)
    {
        var set = new SettingsRow(
            change.EmbedOrigins.Value, change.AllowQueryBranding.Value, change.ReconnectLinks.Value, change.NumberKeysMayCreate.Value,
            change.DefaultLocale.Value,
            change.DailySendLimit.Value, change.ConnectInWhatsApp.Value, change.ConnectUrl.Value);
        var cleared = new (string Name, bool Clears)[]
        {
            ("embedOrigins", change.EmbedOrigins.Clears), ("allowQueryBranding", change.AllowQueryBranding.Clears),
            ("reconnectLinks", change.ReconnectLinks.Clears),
            ("numberKeysMayCreate", change.NumberKeysMayCreate.Clears), ("defaultLocale", change.DefaultLocale.Clears),
            ("dailySendLimit", change.DailySendLimit.Clears),
            ("connectInWhatsApp", change.ConnectInWhatsApp.Clears), ("connectUrl", change.ConnectUrl.Clears),
        };
        return (set, [.. cleared.Where(member => member.Clears).Select(member => member.Name)]);
    }
}
