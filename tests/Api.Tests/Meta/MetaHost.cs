using System.Text.Json;
using PilotPairing.Application.Access;
using PilotPairing.Domain.Access;
using PilotPairing.FakeGraph;

namespace PilotPairing.Api.Tests.Meta;

/// <summary>The whole application with a Meta app for its live tenants, and the Graph that knows it.</summary>
public sealed class MetaHost : IAsyncLifetime
{
    internal ApiHost Api { get; } = new();

    internal GraphServer Graph { get; private set; } = null!;

    internal TenantCreated Tenant { get; private set; } = null!;

    internal string Key => Tenant.Key.Raw.Value;

    public async Task InitializeAsync()
    {
        Graph = await GraphServer.Start();
        Api.Settings["Meta:AppId"] = Graph.AppId;
        Api.Settings["Meta:AppSecret"] = Graph.AppSecret;
        Api.Settings["Meta:ConfigId"] = "4242";
        Api.Settings["Meta:GraphBaseUrl"] = Graph.Url;
        await Api.InitializeAsync();
        Tenant = await Api.NewTenant(TenantMode.Live);
    }

    public async Task DisposeAsync()
    {
        await Api.DisposeAsync();
        await Graph.DisposeAsync();
    }

    /// <summary>An account with one verified number of its own phone, not registered yet.</summary>
    internal (FakeAccount Account, FakeNumber Number, string Phone) NewBusiness()
    {
        var phone = MetaScene.NewPhone();
        var account = Graph.NewAccount();
        return (account, account.NewNumber("+" + phone), phone);
    }

    internal Task<JsonElement> NewLink(object? body = null) => Api.NewLink(body ?? new { provider = "META" }, Key);

    internal Task<Answer> Register(FakeAccount account, FakeNumber number, string phone, string token, string? pin = null) => Api.Post(
        "/v1/numbers/meta", new
        {
            name = "Loja",
            number = "+" + phone,
            metaPhoneId = number.Id,
            wabaId = account.Id,
            accessToken = token,
            pin,
            linkToApiKey = false
        }, Key);

    internal Task<T> Query<T>(string sql, Guid id) => Api.Query<T>(sql, new { id });
}
