// Starts Swagger UI; requests it sends carry the CSRF token, as those of our own pages do.
(function () {
  "use strict";
  document.addEventListener("DOMContentLoaded", function () {
    const main = document.getElementById("swagger-ui");
    window.SwaggerUIBundle({
      url: main.dataset.openapi,
      dom_id: "#swagger-ui",
      deepLinking: true,
      validatorUrl: null,
      requestInterceptor: function (request) {
        if (new URL(request.url, location.href).origin === location.origin) {
          request.headers["X-CSRFToken"] = main.dataset.csrf;
        }
        return request;
      },
    });
  });
})();
