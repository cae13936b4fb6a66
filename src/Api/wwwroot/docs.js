SwaggerUIBundle({
  url: '/openapi/v1.json',
  dom_id: '#ui',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  // A validator would be another host.
  validatorUrl: null,
  // A key typed here is gone when the page is.
  persistAuthorization: false,
  presets: [SwaggerUIBundle.presets.apis],
  layout: 'BaseLayout',
});
