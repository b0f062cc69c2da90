const field = document.createElement('textarea')
field.setAttribute('aria-label', 'Message')
document.getElementById('root')?.append(field)
