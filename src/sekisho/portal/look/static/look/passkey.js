// Shows what works with a script only, and says when a passkey did not work.
(function () {
  document.addEventListener('DOMContentLoaded', function () {
    document.querySelectorAll('[data-needs-script]').forEach(function (part) { part.hidden = false })
  })
  document.addEventListener('allauth.error', function (event) {
    event.preventDefault()
    document.querySelectorAll('[data-passkey-error]').forEach(function (part) { part.hidden = false })
  })
})()
