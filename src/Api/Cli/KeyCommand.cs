using System.CommandLine;
using System.Text.Json;
using PilotPairing.Api.Hosting;
using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;

namespace PilotPairing.Api.Cli;

internal static class KeyCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object", Recursive = true };

        var tenant = new Option<string>("--tenant") { Description = "The tenant's id, ten_…", Required = true };
        var named = new Option<bool>(
            "--named-by-id")
        { Description = "Its id may stand in for it, in live mode from the networks of Access:KeyIdAllowedNetworks" };
        var create = new Command("create", "Makes a further key of a tenant") { tenant, named };
        create.SetAction((parsed, cancellationToken) => Act.Run(
            mediator => mediator.Send(new CreateKey(new(Id(TenantId.Prefix, parsed.GetValue(tenant)!)), parsed.GetValue(named)),
                cancellationToken), key => Text(key, parsed.GetValue(json)), cancellationToken));

        var key = new Option<string>("--key") { Description = "The key's id, key_…", Required = true };
        var grace = new Option<int>("--grace-seconds")
        {
            Description = "How long the old key lives on, 0 to 604800",
            DefaultValueFactory = _ => 86_400
        };
        grace.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 604_800)
                result.AddError("--grace-seconds must be from 0 to 604800");
        });
        var rotate = new Command("rotate", "Replaces a key") { key, grace };
        rotate.SetAction((parsed, cancellationToken) => Act.Run(
            mediator => mediator.Send(
                new RotateKey(new(Id(KeyId.Prefix, parsed.GetValue(key)!))) { GraceSeconds = parsed.GetValue(grace) }, cancellationToken),
            made => Text(made, parsed.GetValue(json)), cancellationToken));

        return new Command("key", "API keys") { json, create, rotate };
    }

    private static Guid Id(string prefix, string written) => WireId.TryParse(prefix, written, out var id) ? id : Guid.Empty;

    private static string Text(ApiKey key, bool json) => json
        ? JsonSerializer.Serialize(new(key.Tenant.ToString(), key.Id.ToString(), key.Raw.Value), CliJson.Readable.KeyOutput)
        : $"Key id {key.Id}\nKey    {key.Raw.Value}\nKeep the key: it is not shown again.";
}
