using System.Diagnostics;
using PilotPairing.Domain.Operating;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Cli;

/// <summary><c>pilotpairing ops hash-password</c>: it reads a password and prints what the settings need, without a database.</summary>
public sealed class HashPasswordTests
{
    [Fact]
    public async Task It_prints_a_hash_that_fits_the_password_and_not_the_password()
    {
        var (code, output, errors) = await Run("a viewer's password");

        code.Should().Be(0, errors);
        PasswordHash.Parse(output.Trim())!.Fits(new("a viewer's password")).Should().BeTrue();
        (output + errors).Should().NotContain("viewer");
    }

    [Theory]
    [InlineData("elevenchars")]
    [InlineData("")]
    public async Task A_password_that_is_too_short_is_refused(string password)
    {
        var (code, output, errors) = await Run(password);

        (code, output).Should().Be((1, ""));
        errors.Should().Contain("A password has 12 to 200 characters.");
    }

    private static async Task<(int Code, string Output, string Errors)> Run(string password)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "pilotpairing"), ["ops", "hash-password"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync(password);
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Patience.Longest);
        return (process.ExitCode, await output, await errors);
    }
}
