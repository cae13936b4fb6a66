using System.Net;
using System.Text.RegularExpressions;

namespace PilotPairing.Api.Tests.Links;

/// <summary>The phone's own words in each language: people compare them with their phone letter by letter.</summary>
public sealed partial class PhoneWordsTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData("en", "Connect your WhatsApp", "Open WhatsApp on your phone", "On Android tap Menu ⋮",
        "On iPhone tap Settings or your photo (You)", "Tap Linked devices, then Link device", "Scan the QR code to confirm",
        "Tap Link with phone number instead and enter this code on your phone", "Connect with a code", "Connect with a QR code",
        "Create a passkey to log in. For security reasons, your account needs a passkey to link devices.",
        "Continue on WhatsApp Web", "Couldn't link device. Try again later.", "Can't link new devices at this time.",
        "Check the phone number is correct on your device, or get a new code.", "Scan the QR code again.",
        "If the phone's own camera shows a link", "Show QR code")]
    [InlineData("pt-BR", "Conecte seu WhatsApp", "Abra o WhatsApp no seu celular", "No Android, toque em Mais opções ⋮",
        "No iPhone, toque em Configurações ou na sua foto (Você)",
        "Toque em Dispositivos conectados e em Conectar dispositivo (em versões antigas: Aparelhos conectados e Conectar um aparelho)",
        "Aponte o celular para esta tela e escaneie o QR code",
        "Toque em Conectar com número de telefone e digite este código", "Conectar com código", "Conectar com QR code",
        "Digite este código no WhatsApp", "Escaneie o QR code novamente",
        "Por questões de segurança, sua conta precisa de uma chave de acesso para conectar dispositivos",
        "toque em Dispositivos conectados (em versões antigas: Aparelhos conectados)", "Mostrar QR code")]
    [InlineData("es", "Conecta tu WhatsApp", "Abre WhatsApp en tu teléfono", "En Android, toca Más opciones ⋮",
        "En iPhone, toca Configuración (en España: Ajustes) o tu foto (Tú)", "Toca Dispositivos vinculados y Vincular dispositivo",
        "Escanea el código QR para confirmar", "Toca Vincular con el número de teléfono e ingresa este código", "Conectar con código",
        "Conectar con código QR", "Ingresa este código en WhatsApp", "llave de acceso", "clave de acceso",
        "Mostrar código QR")]
    public async Task The_page_says_what_the_phone_says(string language, params string[] words)
    {
        var link = await host.NewLink();

        var html = (await host.Get($"/connect/{link.Token()}?lang={language}", key: "")).Text;

        WebUtility.HtmlDecode(Tags().Replace(html, "")).Should().ContainAll(words);
    }

    [Theory]
    [InlineData("qr", "The camera cannot read the QR code", "Connect with a code", "The code is for the number")]
    [InlineData("code", "The code is for the number +55\u00a011\u00a099•••\u00a09999 only", "Connect with a QR code",
        "Scan the QR code again", "QR code that connects WhatsApp", "The camera cannot read the QR code", "waiting for the other device")]
    public async Task A_link_with_one_method_speaks_of_no_other(string method, string words, params string[] others)
    {
        var link = await host.NewLink(new { name = "Loja", number = "+5511999999999", methods = new[] { method } });

        var html = WebUtility.HtmlDecode((await host.Get($"/connect/{link.Token()}?lang=en", key: "")).Text);

        html.Should().Contain(words).And.NotContainAny(others);
    }

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tags();
}
