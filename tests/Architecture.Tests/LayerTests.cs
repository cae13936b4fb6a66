using System.Reflection;
using System.Runtime.Loader;

namespace PilotPairing.Architecture.Tests;

/// <summary>Which layer knows which: by what the compiler wrote into the assemblies, not by folders.</summary>
public sealed class LayerTests
{
    [Fact]
    public void Each_layer_references_what_it_may_and_nothing_else()
    {
        foreach (var assembly in Layers.All)
        {
            var name = assembly.GetName().Name!;
            Layers.Forbidden(name, assembly.GetReferencedAssemblies().Select(reference => reference.Name!)).Should()
                .BeEmpty($"{name} may not know them");
        }
    }

    [Theory]
    [InlineData("PilotPairing.Domain", "MediatR")]
    [InlineData("PilotPairing.Domain", "Microsoft.Extensions.Logging.Abstractions")]
    [InlineData("PilotPairing.Domain", "System.CommandLine")]
    [InlineData("PilotPairing.Application", "PilotPairing.Infrastructure")]
    [InlineData("PilotPairing.Application", "Npgsql")]
    [InlineData("PilotPairing.Application", "Microsoft.AspNetCore.Http.Abstractions")]
    [InlineData("PilotPairing.Infrastructure", "pilotpairing")]
    [InlineData("PilotPairing.Infrastructure", "Microsoft.AspNetCore.Http.Abstractions")]
    [InlineData("PilotPairing.Infrastructure", "PilotPairing.LocalPostgres")]
    [InlineData("PilotPairing.LocalPostgres", "PilotPairing.Infrastructure")]
    [InlineData("pilotpairing", "Dapper")]
    public void A_reference_that_is_not_on_the_list_is_seen(string assembly, string planted) =>
        Layers.Forbidden(assembly, ["System.Runtime", "System.Collections.Concurrent", planted]).Should().Equal(planted);

    [Fact]
    public void The_program_loads_whole_where_its_own_PostgreSQL_is_not_shipped()
    {
        var context = new WithoutLocalPostgres();
        var program = context.LoadFromAssemblyPath(Layers.Api.Location);

        // As Razor Pages and OpenAPI do at the start. A field, base or awaited value of the missing assembly would end the process.
        program.Invoking(assembly => assembly.GetTypes()).Should().NotThrow();
    }

    private sealed class WithoutLocalPostgres() : AssemblyLoadContext("without PostgreSQL")
    {
        protected override Assembly? Load(AssemblyName assemblyName) =>
            assemblyName.Name == Layers.LocalPostgres.GetName().Name ? throw new FileNotFoundException("Not shipped") : null;
    }
}
