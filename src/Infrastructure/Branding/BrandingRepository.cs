using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapper;
using PilotPairing.Application.Branding;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Branding;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Branding;

internal sealed class BrandingRepository(Transaction transaction) : IBrandings
{
    public async Task<BrandingLayer> Change(TenantId tenant, BrandingChange change, DateTimeOffset now)
    {
        var stored = await (await transaction.Now()).QuerySingleAsync<string>(new CommandDefinition(
            """
            insert into tenant_branding (tenant_id, branding, updated_at)
            values (@tenant, @set::jsonb, @now)
            on conflict (tenant_id) do update
               set branding = (tenant_branding.branding || excluded.branding) - @cleared, updated_at = excluded.updated_at
            returning branding::text
            """,
            new
            {
                tenant = tenant.Value,
                set = JsonSerializer.Serialize(change.Values, BrandingJson.Default.BrandingLayer),
                cleared = change.Cleared,
                now
            },
            cancellationToken: transaction.CancellationToken));
        transaction.Notify(Channels.Access, tenant.Value);
        return JsonSerializer.Deserialize(stored, BrandingJson.Default.BrandingLayer)!;
    }

    public void Add(Asset asset)
    {
        transaction.Made = new(asset.Id.ToString(), asset.Id.Value);
        transaction.Queue(
            """
            insert into assets (id, tenant_id, mime_type, file_name, content, created_at)
            values (@id, @tenant, @mimeType, @fileName, @content, @now)
            """,
            ("id", asset.Id.Value), ("tenant", asset.Tenant.Value), ("mimeType", asset.Image.MimeType), ("fileName", asset.FileName),
            ("content", asset.Image.Content),
            ("now", asset.CreatedAt));
    }

    public void Want(TenantId tenant, IEnumerable<string> urls, DateTimeOffset now)
    {
        foreach (var url in urls)
        {
            transaction.QueueSignalling(
                """
                with pending as (
                    insert into foreign_logos (tenant_id, url, url_hash, due_at, created_at)
                    values (@tenant, @url, @hash, now(), @now)
                    on conflict (tenant_id, url_hash) do update set due_at = now(), tries = 0
                     where foreign_logos.asset_id is null
                    returning id)
                select pending.id as logo from pending
                 where not @notify or pg_notify('pending', 'Logo:' || pending.id) is not null
                """,
                ("tenant", tenant.Value), ("url", url), ("hash", HashOf(url)), ("now", now));
            transaction.Notify(Channels.Access, tenant.Value);
        }
    }

    public void Fetched(TenantId tenant, string logoUrl, AssetId copy)
    {
        transaction.Queue(
            "update foreign_logos set asset_id = @asset, due_at = null where tenant_id = @tenant and url_hash = @hash",
            ("tenant", tenant.Value), ("hash", HashOf(logoUrl)), ("asset", copy.Value));
        transaction.Notify(Channels.Access, tenant.Value);
    }

    public static byte[] HashOf(string url) => SHA256.HashData(Encoding.UTF8.GetBytes(url));
}
