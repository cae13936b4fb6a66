using System.CommandLine;
using System.Text.Json;
using PilotPairing.Api.Hosting;
using PilotPairing.Application.Access;
using PilotPairing.Domain.Access;

namespace PilotPairing.Api.Cli;

internal static class TenantCommand
{
    public static Command Create()
    {
        var name = new Option<string>("--name") { Description = "What the operator calls the tenant", Required = true };
        var test = new Option<bool>("--test") { Description = "Its numbers live on the built-in simulator" };
        var gateway = new Option<string?>("--gateway") { Description = "The gateway its numbers pair through; default Gateways:Default" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object" };
        var create = new Command("create", "Makes a tenant and its first key, which is shown this once") { name, test, gateway, json };
        create.SetAction(async (parsed, cancellationToken) =>
        {
            var mode = parsed.GetValue(test) ? TenantMode.Test : TenantMode.Live;
            return await Act.Run(
                mediator => mediator.Send(new CreateTenant(parsed.GetValue(name)!, mode, parsed.GetValue(gateway)), cancellationToken),
                created => parsed.GetValue(json)
                    ? JsonSerializer.Serialize(
                        new(created.Tenant.Id.ToString(), created.Key.Id.ToString(), created.Key.Raw.Value,
                            mode.ToString().ToLowerInvariant()), CliJson.Readable.TenantOutput)
                    : $"Tenant {created.Tenant.Id} ({mode.ToString().ToLowerInvariant()})\nKey    {created.Key.Raw.Value}\nKeep the key: it is not shown again.",
                cancellationToken, warning: Missing);
        });
        return new Command("tenant", "Tenants of this installation") { create };
    }

    private static string? Missing(TenantCreated created) => created.Missing is { } missing
        ? $"{missing.Code}: {missing.Text}. Creating numbers and links for it is refused until the server is started with Gateways:<name>:Kind, BaseUrl and ApiKey."
        : null;
}
