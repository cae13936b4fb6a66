using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Application.Branding;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Branding;

/// <summary>What the logos of one tenant, on servers that never answer, do to the logo of another.</summary>
public sealed class HangingLogoTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const int Hanging = 30;

    /// <summary>None of the hanging ones can have been given up by then.</summary>
    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(14);

    [Fact]
    public async Task Thirty_that_hang_do_not_hold_up_another_tenants()
    {
        await using var silent = await WebhookSink.Start();
        await using var cdn = await WebhookSink.Start();
        silent.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        cdn.Answer = context => context.Response.Body.WriteAsync(Images.Png).AsTask();
        var (one, other) = (await host.NewTenant(), await host.NewTenant());
        for (var logo = 0; logo < Hanging; logo++)
            await host.NewLink(new
            {
                name = "Loja",
                number = "+5511999999999",
                branding = new { logoUrl = $"{UrlOf(silent)}/{logo}.png" }
            }, one.Key.Raw.Value);
        await silent.Next();

        var began = TimeProvider.System.GetTimestamp();
        (await host.Call("PUT", "/v1/branding", new { logoUrl = UrlOf(cdn) }, other.Key.Raw.Value)).Expect(200);
        await cdn.Next();

        TimeProvider.System.GetElapsedTime(began).Should().BeLessThan(InTime);
        var logos = host.App.Services.GetRequiredService<ILogos>();
        await Scene.Eventually(async () => await logos.Shown(other.Tenant.Id, UrlOf(cdn), default) is not null);
        silent.All.Should().HaveCountLessThan(Hanging, "a tenant has a share of the workers and no more");
    }

    private static string UrlOf(WebhookSink sink) => sink.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
}
