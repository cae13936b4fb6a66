namespace PilotPairing.Browser.Tests;

/// <summary>
/// The npm package in an integrator's project: what it brings, where it can be imported, and that compilers believe its types.
/// </summary>
public sealed class PackageTests
{
    private const string App =
        """
        import { connect, init, type EmbedHandle, type EmbedOptions, type PairingError } from '@pilotpairing/embed';
        import { PairingEmbed, usePairingModal, type PairingEmbedProps } from '@pilotpairing/embed/react';

        init({ baseUrl: 'https://pair.example.com', locale: 'pt-BR' });
        const options: EmbedOptions = { token: 'rp_a', onError: (error: PairingError) => { error.code?.length; } };
        const handle: EmbedHandle = connect.mount('#place', options);
        handle.destroy();
        // @ts-expect-error A token is required.
        connect.open({});
        // @ts-expect-error Not a language of the page.
        init({ locale: 'fr' });

        export function Both(props: PairingEmbedProps) {
          const { open, close } = usePairingModal({ onPaired: ({ numberId }) => { numberId?.length; } });
          return <div onClick={() => open('rp_a')} onBlur={close}><PairingEmbed {...props} className="embed" style={{ width: 480 }} /></div>;
        }
        """;

    [Fact]
    public async Task It_brings_modules_types_and_the_script_and_no_sources()
    {
        var package = Path.Combine(await Sdk.Install(Sdk.NewestReact), "node_modules/@pilotpairing/embed");

        Directory.GetFiles(package, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(package, file))
            .Where(file => !file.StartsWith("dist/shared-", StringComparison.Ordinal)).Should()
            .BeEquivalentTo(
            "package.json", "README.md", "dist/embed.js", "dist/index.js", "dist/react.js", "dist/element.js",
            "dist/index.d.ts", "dist/react.d.ts", "dist/element.d.ts", "dist/options.d.ts", "dist/face.d.ts", "dist/frame.d.ts",
            "dist/modal.d.ts", "dist/mount.d.ts", "dist/popup.d.ts", "dist/script.d.ts");
        (await File.ReadAllTextAsync(Path.Combine(package, "dist/react.js"))).Should()
            .StartWith("\"use client\"", "server components must know that hooks are inside");
    }

    [Fact]
    public async Task It_is_imported_where_there_is_no_window()
    {
        var app = await Sdk.Install(Sdk.NewestReact);

        (await Sdk.Run("node",
            ["--input-type=module", "-e",
            "console.log(Object.keys({ ...await import('@pilotpairing/embed'), ...await import('@pilotpairing/embed/react'), ...await import('@pilotpairing/embed/element') }).sort().join())"], app))
            .Trim().Should().Be("PairingEmbed,PilotPairingElement,connect,init,usePairingModal");
    }

    [Fact]
    public async Task A_bundler_keeps_the_script_that_is_imported_for_what_it_does_and_drops_what_is_not_used()
    {
        var app = await Sdk.Install(Sdk.NewestReact);
        string[] bundle = ["--bundle", "--format=esm", "--log-level=error"];

        (await Sdk.Run(Sdk.Tool("esbuild"), bundle, app, "import '@pilotpairing/embed/embed.js'")).Should().Contain("window.PilotPairing");
        (await Sdk.Run(Sdk.Tool("esbuild"), bundle, app, "import '@pilotpairing/embed/element'")).Should()
            .Contain("customElements.define");
        (await Sdk.Run(Sdk.Tool("esbuild"), bundle, app, "import '@pilotpairing/embed'")).Should().NotContain("iframe");
    }

    [Theory]
    [InlineData("node16", "node16", "18")]
    [InlineData("bundler", "esnext", "18")]
    [InlineData("node16", "node16", "19")]
    [InlineData("bundler", "esnext", "19")]
    public async Task Its_types_hold_under(string resolution, string module, string react)
    {
        var app = await Sdk.Install(react == "18" ? await Npm.Modules() : Sdk.NewestReact);
        await File.WriteAllTextAsync(Path.Combine(app, "package.json"), """{"type":"module"}""");
        await File.WriteAllTextAsync(Path.Combine(app, "app.tsx"), App);

        await Sdk.Run(
            Sdk.Tool("tsc"),
            ["--noEmit", "--strict", "--skipLibCheck", "false", "--jsx", "react-jsx", "--target", "es2020", "--lib", "es2020,dom",
                "--types", "react", "--module", module, "--moduleResolution", resolution, "app.tsx"], app);
    }
}
